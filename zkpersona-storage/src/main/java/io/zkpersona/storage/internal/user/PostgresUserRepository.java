package io.zkpersona.storage.internal.user;

import static io.zkpersona.domain.user.UserStatus.ACTIVE;
import static io.zkpersona.domain.user.UserStatus.DELETED;
import static io.zkpersona.domain.user.UserStatus.INACTIVE;
import static io.zkpersona.domain.user.UserStatus.SUSPENDED;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.erasure.Erasure;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.Composed;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.repository.Transition;
import io.zkpersona.storage.internal.time.LongCall;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.WalletUsers;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

public class PostgresUserRepository extends PostgresRepository<User, UserId, UserFilter>
    implements UserRepository {
  private static final EntityStatements<User, User, UserId, UserFilter> STATEMENTS =
      EntityStatements.of(UserTable.TABLE, UserConditions.FILTER);

  private static final Transition.State<User, UserId, UserStatus> STATUS =
      new Transition.State<>(UserTable.TABLE, USERS.STATUS, User::status);
  private static final Transition<User, UserId, UserStatus> SUSPEND =
      STATUS.step("suspend", EnumSet.of(ACTIVE, INACTIVE), SUSPENDED);
  private static final Transition<User, UserId, UserStatus> REACTIVATE =
      STATUS.step("reactivate", EnumSet.complementOf(EnumSet.of(ACTIVE)), ACTIVE);
  private static final Transition<User, UserId, UserStatus> SOFT_DELETE =
      STATUS.step("soft_delete", EnumSet.complementOf(EnumSet.of(DELETED)), DELETED);

  private static final Map<UserKey, Statement<String, User>> FIND_BY = finding();

  /** The maximum number of rows that one statement of an erasure deletes. */
  private static final int ERASURE_BATCH = 10_000;

  private static final int ERASURE_ATTEMPTS = 5;

  private final ManyUsers many;

  public PostgresUserRepository(RepositoryContext context) {
    super(context, STATEMENTS, UserId::generate);
    this.many = new ManyUsers(context);
  }

  @Override
  public Optional<User> findByWalletAddress(WalletAddress walletAddress) {
    return findHolder(reader(), Required.argument("walletAddress", walletAddress))
        .filter(user -> user.status() != DELETED);
  }

  @Override
  public Optional<User> findByEmail(String email) {
    return findBy(UserKey.EMAIL, "email", email);
  }

  @Override
  public Optional<User> findByUsername(String username) {
    return findBy(UserKey.USERNAME, "username", username);
  }

  @Override
  public Map<WalletAddress, User> findAllByWalletAddress(Collection<WalletAddress> wallets) {
    return many.byWallet(wallets);
  }

  @Override
  public Map<String, User> findAllByEmail(Collection<String> emails) {
    return many.byText(UserKey.EMAIL, "emails", emails);
  }

  @Override
  public Map<String, User> findAllByUsername(Collection<String> usernames) {
    return many.byText(UserKey.USERNAME, "usernames", usernames);
  }

  @Override
  public User getOrCreateByWalletAddress(WalletAddress walletAddress) {
    Required.argument("walletAddress", walletAddress);
    for (int attempt = 1; attempt <= ManyUsers.ATTEMPTS; attempt++) {
      Optional<User> user =
          findHolder(executor(), walletAddress).or(() -> createUnlessTaken(walletAddress));
      if (user.isPresent()) {
        return user.filter(found -> found.status() != DELETED).orElseThrow(ManyUsers::walletTaken);
      }
    }
    throw ManyUsers.conflict();
  }

  private Optional<User> createUnlessTaken(WalletAddress walletAddress) {
    WalletAddress asStored = WalletAddress.of(walletAddress.value());
    return saveUnlessTaken(User.builder().walletAddress(asStored).build());
  }

  @Override
  public WalletUsers getOrCreateAllByWalletAddress(Collection<WalletAddress> wallets) {
    return many.getOrCreate(wallets);
  }

  @Override
  public User suspend(UserId id) {
    return SUSPEND.take(this, id);
  }

  @Override
  public User reactivate(UserId id) {
    return REACTIVATE.take(this, id);
  }

  @Override
  public User softDelete(UserId id) {
    return SOFT_DELETE.take(this, id);
  }

  @Override
  public ErasureReport erase(UserId id, ProgressListener progress) {
    Required.argument("id", id);
    LongCall call = new LongCall("users.erase", progress);
    ErasureReport report = eraseOrRetry(id, call);
    ErasedCounts.foldSoon(context);
    if (call.isObserved()) {
      boolean ended = !executor().isInTransaction();
      call.reached(report.total(), ended ? report.total() : 0, report.total());
    }
    return report;
  }

  private ErasureReport eraseOrRetry(UserId id, LongCall call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return new Erasure(context, ERASURE_BATCH, id, call).run();
      } catch (TransactionException e) {
        // Others wait for the user's row while they lock rows that depend on it; the rollback
        // releases them.
        if (e.code() != ErrorCode.TRANSACTION_CONFLICT || attempt == ERASURE_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Returns the user of exactly this wallet, as an older row may store it, or of its canonical
   * spelling.
   */
  static Optional<User> findHolder(SqlExecutor on, WalletAddress walletAddress) {
    for (WalletAddress spelling : ManyUsers.spellings(walletAddress)) {
      Optional<User> user = first(on, UserKey.of(spelling), spelling.value());
      if (user.isPresent()) {
        return user;
      }
    }
    return Optional.empty();
  }

  private Optional<User> findBy(UserKey key, String name, String value) {
    return Composed.first(
            Required.argument(name, value), spelling -> first(reader(), key, spelling))
        .filter(user -> user.status() != DELETED);
  }

  private static Optional<User> first(SqlExecutor on, UserKey key, String value) {
    return on.first(Objects.requireNonNull(FIND_BY.get(key)), key.form(value));
  }

  private static Map<UserKey, Statement<String, User>> finding() {
    EntityTable<User, UserId> entity = UserTable.TABLE;
    Map<UserKey, Statement<String, User>> statements = new EnumMap<>(UserKey.class);
    for (UserKey key : UserKey.values()) {
      statements.put(
          key,
          Statement.of(
              entity.operation("find_by_" + key.name().toLowerCase(Locale.ROOT)),
              entity,
              in -> Selection.of(entity.fields(), entity.table(), key.is(in))));
    }
    return statements;
  }
}
