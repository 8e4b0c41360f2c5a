package io.zkpersona.storage.internal.repository;

import static io.zkpersona.domain.user.UserStatus.ACTIVE;
import static io.zkpersona.domain.user.UserStatus.DELETED;
import static io.zkpersona.domain.user.UserStatus.INACTIVE;
import static io.zkpersona.domain.user.UserStatus.SUSPENDED;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.inline;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.repository.UserRepository;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;

final class PostgresUserRepository extends PostgresRepository<User, UserId, UserFilter>
    implements UserRepository {

  /** As the unique index on Ethereum wallets has it, so that the index serves. */
  private static final String ETHEREUM_ADDRESS = "^0x[0-9A-Fa-f]{40}$";

  /** How many rows one statement of an erasure removes at most. */
  private static final int ERASURE_BATCH = 10_000;

  private static final int ERASURE_ATTEMPTS = 5;

  private enum By {
    ETHEREUM_WALLET,
    OTHER_WALLET,
    EMAIL,
    USERNAME
  }

  private final Transitions<User, UserId, UserStatus> steps =
      new Transitions<>(this, USERS.STATUS, User::status);

  PostgresUserRepository(RepositoryContext context) {
    super(context, UserTable.TABLE, UserConditions.FILTER, UserId::generate);
  }

  @Override
  public Optional<User> findByWalletAddress(WalletAddress walletAddress) {
    return findHolder(walletAddress).filter(user -> user.status() != DELETED);
  }

  @Override
  public Optional<User> findByEmail(String email) {
    return findBy(By.EMAIL, "email", email);
  }

  @Override
  public Optional<User> findByUsername(String username) {
    return findBy(By.USERNAME, "username", username);
  }

  @Override
  public User getOrCreateByWalletAddress(WalletAddress walletAddress) {
    Optional<User> existing = findHolder(walletAddress);
    User user = existing.isPresent() ? existing.get() : createUnlessTaken(walletAddress);
    if (user.status() == DELETED) {
      throw walletTaken();
    }
    return user;
  }

  @Override
  public User suspend(UserId id) {
    return step("suspend", id, EnumSet.of(ACTIVE, INACTIVE), SUSPENDED);
  }

  @Override
  public User reactivate(UserId id) {
    return step("reactivate", id, EnumSet.complementOf(EnumSet.of(ACTIVE)), ACTIVE);
  }

  @Override
  public User softDelete(UserId id) {
    return step("soft_delete", id, EnumSet.complementOf(EnumSet.of(DELETED)), DELETED);
  }

  private User step(String name, UserId id, Set<UserStatus> from, UserStatus to) {
    return steps.take(name, id, from, to, Map.of());
  }

  @Override
  public ErasureReport erase(UserId id) {
    ErasureReport report = eraseOrRetry(Required.argument("id", id));
    // Counts that came down to nothing say that this user was here.
    new PostgresActivityRollup(context).foldSoon();
    new PostgresReputationCounts(context).foldSoon();
    return report;
  }

  private ErasureReport eraseOrRetry(UserId id) {
    String operation = operation("erase");
    for (int attempt = 1; ; attempt++) {
      try {
        return executor()
            .atomically(
                operation, tx -> new Erasure(context.on(tx), operation, ERASURE_BATCH, id).run());
      } catch (TransactionException e) {
        // Others wait for the user's row, while holding what hangs on it: undone, it lets them go.
        if (e.code() != ErrorCode.TRANSACTION_CONFLICT || attempt == ERASURE_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private DuplicateEntityException walletTaken() {
    return new DuplicateEntityException(entity.entityType(), "walletAddress");
  }

  private User createUnlessTaken(WalletAddress walletAddress) {
    return saveUnlessTaken(User.builder().walletAddress(walletAddress).build())
        .or(() -> findHolder(walletAddress))
        .orElseThrow(() -> walletTaken());
  }

  private Optional<User> findHolder(WalletAddress walletAddress) {
    Required.argument("walletAddress", walletAddress);
    return walletAddress.isEthereum()
        ? first(By.ETHEREUM_WALLET, folded(walletAddress.value()))
        : first(By.OTHER_WALLET, walletAddress);
  }

  private Optional<User> findBy(By by, String name, String value) {
    return first(by, folded(Required.argument(name, value)))
        .filter(user -> user.status() != DELETED);
  }

  private Optional<User> first(By by, Object value) {
    SqlShape shape =
        context
            .shapes()
            .get(
                by, params -> Selection.of(entity.fields(), entity.table(), condition(by, params)));
    return executor()
        .first(
            operation("find_by_" + by.name().toLowerCase(Locale.ROOT)),
            shape,
            entity.reader(),
            value);
  }

  private static Condition condition(By by, Params params) {
    return switch (by) {
      case ETHEREUM_WALLET -> {
        Field<String> wallet = text(USERS.WALLET_ADDRESS);
        yield isFolded(wallet, params).and(wallet.likeRegex(inline(ETHEREUM_ADDRESS)));
      }
      case OTHER_WALLET -> USERS.WALLET_ADDRESS.eq(params.value(USERS.WALLET_ADDRESS));
      case EMAIL -> isFolded(text(USERS.EMAIL), params);
      case USERNAME -> isFolded(text(USERS.USERNAME), params);
    };
  }

  /** The column as the text that it is in the database. */
  private static Field<String> text(Field<?> column) {
    return column.coerce(String.class);
  }

  private static Condition isFolded(Field<String> field, Params params) {
    return Builtins.lowerAscii(field).eq(params.value(field));
  }

  /** What {@link Builtins#lowerAscii} makes of a text: A to Z lower-cased, all else as it is. */
  private static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return folded.toString();
  }
}
