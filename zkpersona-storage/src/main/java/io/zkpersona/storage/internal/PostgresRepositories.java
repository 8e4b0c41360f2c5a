package io.zkpersona.storage.internal;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.internal.access.CachedAccessControl;
import io.zkpersona.storage.internal.access.PostgresAccessControl;
import io.zkpersona.storage.internal.access.PostgresPermissionRepository;
import io.zkpersona.storage.internal.access.PostgresRoleRepository;
import io.zkpersona.storage.internal.auth.CachedSignIn;
import io.zkpersona.storage.internal.auth.PostgresAuthSessionRepository;
import io.zkpersona.storage.internal.auth.PostgresSignIn;
import io.zkpersona.storage.internal.behavior.PostgresBehaviorInputRepository;
import io.zkpersona.storage.internal.behavior.PostgresBehaviorSessionRepository;
import io.zkpersona.storage.internal.behavior.queue.PostgresWorkQueue;
import io.zkpersona.storage.internal.cache.ReadCache;
import io.zkpersona.storage.internal.change.PostgresChanges;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.proof.PostgresZkProofRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.reputation.CachedReputationRecordRepository;
import io.zkpersona.storage.internal.reputation.PostgresReputationRecordRepository;
import io.zkpersona.storage.internal.scoring.PostgresScoringResultRepository;
import io.zkpersona.storage.internal.signal.Signals;
import io.zkpersona.storage.internal.sponsorship.PostgresSponsorRepository;
import io.zkpersona.storage.internal.sponsorship.PostgresSponsoredTransactionRepository;
import io.zkpersona.storage.internal.user.CachedUserRepository;
import io.zkpersona.storage.internal.user.PostgresUserRepository;
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
import io.zkpersona.storage.repository.change.Changes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One set of repositories that share an executor. As thread-safe as that executor. */
public class PostgresRepositories implements Repositories {

  private final RepositoryContext context;
  private final Signals signals;
  private final Map<Class<?>, Object> made = new ConcurrentHashMap<>();

  /**
   * Creates repositories that run on the context's executor.
   *
   * @param signals wakes the waiters of the work queue and of the feed of changes
   */
  public PostgresRepositories(RepositoryContext context, Signals signals) {
    this.context = context;
    this.signals = signals;
  }

  /**
   * Creates each repository at its first use: a transaction is short and uses one or two of them,
   * and startup loads only the classes it needs.
   */
  private <T> T made(Class<T> type, Function<RepositoryContext, T> constructor) {
    Object present = made.get(type);
    if (present == null) {
      present = made.computeIfAbsent(type, missing -> constructor.apply(context));
    }
    return type.cast(present);
  }

  /** Creates a repository that serves some of its reads from the context's cache, if it has one. */
  private <T> T made(
      Class<T> type,
      Function<RepositoryContext, T> constructor,
      BiFunction<RepositoryContext, ReadCache, T> cached) {
    ReadCache cache = context.cache();
    return made(type, cache == null ? constructor : given -> cached.apply(given, cache));
  }

  @Override
  public Repositories as(ActorId actorId) {
    return new PostgresRepositories(context.as(Required.argument("actorId", actorId)), signals);
  }

  @Override
  public UserRepository users() {
    return made(UserRepository.class, PostgresUserRepository::new, CachedUserRepository::new);
  }

  @Override
  public BehaviorSessionRepository behaviorSessions() {
    return made(BehaviorSessionRepository.class, PostgresBehaviorSessionRepository::new);
  }

  @Override
  public BehaviorInputRepository behaviorInputs() {
    return made(
        BehaviorInputRepository.class,
        inputs ->
            new PostgresBehaviorInputRepository(
                inputs, queue -> new PostgresWorkQueue(queue, signals)));
  }

  @Override
  public ScoringResultRepository scoringResults() {
    return made(ScoringResultRepository.class, PostgresScoringResultRepository::new);
  }

  @Override
  public ZkProofRepository zkProofs() {
    return made(ZkProofRepository.class, PostgresZkProofRepository::new);
  }

  @Override
  public ReputationRecordRepository reputationRecords() {
    return made(
        ReputationRecordRepository.class,
        PostgresReputationRecordRepository::new,
        CachedReputationRecordRepository::new);
  }

  @Override
  public RoleRepository roles() {
    return made(RoleRepository.class, PostgresRoleRepository::new);
  }

  @Override
  public PermissionRepository permissions() {
    return made(PermissionRepository.class, PostgresPermissionRepository::new);
  }

  @Override
  public AccessControl access() {
    return made(AccessControl.class, PostgresAccessControl::new, CachedAccessControl::new);
  }

  @Override
  public SponsorRepository sponsors() {
    return made(SponsorRepository.class, PostgresSponsorRepository::new);
  }

  @Override
  public SponsoredTransactionRepository sponsoredTransactions() {
    return made(SponsoredTransactionRepository.class, PostgresSponsoredTransactionRepository::new);
  }

  @Override
  public AuthSessionRepository authSessions() {
    return made(AuthSessionRepository.class, PostgresAuthSessionRepository::new);
  }

  @Override
  public SignIn signIn() {
    return made(SignIn.class, PostgresSignIn::new, CachedSignIn::new);
  }

  @Override
  public Changes changes() {
    return made(Changes.class, context -> new PostgresChanges(context, signals));
  }
}
