package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.repository.AccessControl;
import io.zkpersona.storage.repository.AuthSessionRepository;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.BehaviorSessionRepository;
import io.zkpersona.storage.repository.PermissionRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.RoleRepository;
import io.zkpersona.storage.repository.ScoringResultRepository;
import io.zkpersona.storage.repository.SignIn;
import io.zkpersona.storage.repository.SponsorRepository;
import io.zkpersona.storage.repository.SponsoredTransactionRepository;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.ZkProofRepository;

/** One set of repositories that share an executor. */
public class PostgresRepositories implements Repositories {

  private final RepositoryContext context;
  private final UserRepository users;
  private final BehaviorSessionRepository behaviorSessions;
  private final BehaviorInputRepository behaviorInputs;
  private final ScoringResultRepository scoringResults;
  private final ZkProofRepository zkProofs;
  private final ReputationRecordRepository reputationRecords;
  private final RoleRepository roles;
  private final PermissionRepository permissions;
  private final AccessControl access;
  private final SponsorRepository sponsors;
  private final SponsoredTransactionRepository sponsoredTransactions;
  private final AuthSessionRepository authSessions;
  private final SignIn signIn;

  /** Makes repositories that run on the context's executor. */
  public PostgresRepositories(RepositoryContext context) {
    this.context = context;
    this.users = new PostgresUserRepository(context);
    this.behaviorSessions = new PostgresBehaviorSessionRepository(context);
    this.behaviorInputs = new PostgresBehaviorInputRepository(context);
    this.scoringResults = new PostgresScoringResultRepository(context);
    this.zkProofs = new PostgresZkProofRepository(context);
    this.reputationRecords = new PostgresReputationRecordRepository(context);
    this.roles = new PostgresRoleRepository(context);
    this.permissions = new PostgresPermissionRepository(context);
    this.access = new PostgresAccessControl(context);
    PostgresSponsorRepository paying = new PostgresSponsorRepository(context);
    this.authSessions = new PostgresAuthSessionRepository(context);
    this.signIn = new PostgresSignIn(context);
    this.sponsors = paying;
    this.sponsoredTransactions = new PostgresSponsoredTransactionRepository(context, paying);
  }

  @Override
  public Repositories as(ActorId actorId) {
    return new PostgresRepositories(context.as(Required.argument("actorId", actorId)));
  }

  @Override
  public UserRepository users() {
    return users;
  }

  @Override
  public BehaviorSessionRepository behaviorSessions() {
    return behaviorSessions;
  }

  @Override
  public BehaviorInputRepository behaviorInputs() {
    return behaviorInputs;
  }

  @Override
  public ScoringResultRepository scoringResults() {
    return scoringResults;
  }

  @Override
  public ZkProofRepository zkProofs() {
    return zkProofs;
  }

  @Override
  public ReputationRecordRepository reputationRecords() {
    return reputationRecords;
  }

  @Override
  public RoleRepository roles() {
    return roles;
  }

  @Override
  public PermissionRepository permissions() {
    return permissions;
  }

  @Override
  public AccessControl access() {
    return access;
  }

  @Override
  public SponsorRepository sponsors() {
    return sponsors;
  }

  @Override
  public SponsoredTransactionRepository sponsoredTransactions() {
    return sponsoredTransactions;
  }

  @Override
  public AuthSessionRepository authSessions() {
    return authSessions;
  }

  @Override
  public SignIn signIn() {
    return signIn;
  }
}
