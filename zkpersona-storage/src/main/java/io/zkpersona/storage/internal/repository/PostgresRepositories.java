package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.repository.AccessControl;
import io.zkpersona.storage.repository.ActivityRollup;
import io.zkpersona.storage.repository.AuthSessionRepository;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.BehaviorSessionRepository;
import io.zkpersona.storage.repository.InputPartitions;
import io.zkpersona.storage.repository.PermissionRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.RoleRepository;
import io.zkpersona.storage.repository.ScoringResultRepository;
import io.zkpersona.storage.repository.SignIn;
import io.zkpersona.storage.repository.SponsorRepository;
import io.zkpersona.storage.repository.SponsoredTransactionRepository;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.WorkQueue;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One set of repositories that share an executor. As thread-safe as that is. */
public class PostgresRepositories implements Repositories {

  private final RepositoryContext context;
  private final Lazy<UserRepository> users = new Lazy<>(PostgresUserRepository::new);
  private final Lazy<BehaviorSessionRepository> behaviorSessions =
      new Lazy<>(PostgresBehaviorSessionRepository::new);
  private final Lazy<BehaviorInputRepository> behaviorInputs =
      new Lazy<>(PostgresBehaviorInputRepository::new);
  private final Lazy<ScoringResultRepository> scoringResults =
      new Lazy<>(PostgresScoringResultRepository::new);
  private final Lazy<ZkProofRepository> zkProofs = new Lazy<>(PostgresZkProofRepository::new);
  private final Lazy<ReputationRecordRepository> reputationRecords =
      new Lazy<>(PostgresReputationRecordRepository::new);
  private final Lazy<RoleRepository> roles = new Lazy<>(PostgresRoleRepository::new);
  private final Lazy<PermissionRepository> permissions =
      new Lazy<>(PostgresPermissionRepository::new);
  private final Lazy<AccessControl> access = new Lazy<>(PostgresAccessControl::new);
  private final Lazy<SponsorRepository> sponsors = new Lazy<>(PostgresSponsorRepository::new);
  private final Lazy<SponsoredTransactionRepository> sponsoredTransactions =
      new Lazy<>(PostgresSponsoredTransactionRepository::new);
  private final Lazy<AuthSessionRepository> authSessions =
      new Lazy<>(PostgresAuthSessionRepository::new);
  private final Lazy<SignIn> signIn = new Lazy<>(PostgresSignIn::new);
  private final Lazy<WorkQueue> workQueue = new Lazy<>(PostgresWorkQueue::new);

  private final Lazy<ActivityRollup> activityRollup = new Lazy<>(PostgresActivityRollup::new);
  private final Lazy<InputPartitions> inputPartitions = new Lazy<>(PostgresInputPartitions::new);

  /** Makes repositories that run on the context's executor. */
  public PostgresRepositories(RepositoryContext context) {
    this.context = context;
  }

  /** Made when first asked for: a transaction uses one or two of them, and lives shortly. */
  private final class Lazy<T> {

    private final Function<RepositoryContext, T> constructor;

    // Two threads may both make one, and it does not matter which is kept: they are immutable.
    private @Nullable T made;

    Lazy(Function<RepositoryContext, T> constructor) {
      this.constructor = constructor;
    }

    T get() {
      T present = made;
      if (present == null) {
        present = constructor.apply(context);
        made = present;
      }
      return present;
    }
  }

  @Override
  public Repositories as(ActorId actorId) {
    return new PostgresRepositories(context.as(Required.argument("actorId", actorId)));
  }

  @Override
  public UserRepository users() {
    return users.get();
  }

  @Override
  public BehaviorSessionRepository behaviorSessions() {
    return behaviorSessions.get();
  }

  @Override
  public BehaviorInputRepository behaviorInputs() {
    return behaviorInputs.get();
  }

  @Override
  public ScoringResultRepository scoringResults() {
    return scoringResults.get();
  }

  @Override
  public ZkProofRepository zkProofs() {
    return zkProofs.get();
  }

  @Override
  public ReputationRecordRepository reputationRecords() {
    return reputationRecords.get();
  }

  @Override
  public RoleRepository roles() {
    return roles.get();
  }

  @Override
  public PermissionRepository permissions() {
    return permissions.get();
  }

  @Override
  public AccessControl access() {
    return access.get();
  }

  @Override
  public SponsorRepository sponsors() {
    return sponsors.get();
  }

  @Override
  public SponsoredTransactionRepository sponsoredTransactions() {
    return sponsoredTransactions.get();
  }

  @Override
  public AuthSessionRepository authSessions() {
    return authSessions.get();
  }

  @Override
  public SignIn signIn() {
    return signIn.get();
  }

  @Override
  public WorkQueue workQueue() {
    return workQueue.get();
  }

  @Override
  public ActivityRollup activityRollup() {
    return activityRollup.get();
  }

  @Override
  public InputPartitions inputPartitions() {
    return inputPartitions.get();
  }
}
