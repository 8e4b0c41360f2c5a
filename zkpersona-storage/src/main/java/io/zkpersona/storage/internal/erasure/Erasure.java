package io.zkpersona.storage.internal.erasure;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.erasure.ErasureStatements.Count;
import io.zkpersona.storage.internal.erasure.ErasureStatements.Person;
import io.zkpersona.storage.internal.erasure.ErasureStatements.Step;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.time.LongCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Erases a person in one transaction. The server locks the user's row first, which blocks inserts
 * of rows that refer to it. A short history is deleted in one statement, a long one in batches.
 */
public final class Erasure {

  private final SqlExecutor executor;
  private final Person person;
  private final LongCall call;
  private final Map<String, Long> removed = new LinkedHashMap<>();
  private final Map<String, Long> detached = new LinkedHashMap<>();

  /**
   * One erasure.
   *
   * @param batchSize the maximum number of rows that one statement deletes
   * @param call receives the progress of a long history
   */
  public Erasure(RepositoryContext context, int batchSize, UserId user, LongCall call) {
    this.call = call;
    this.executor = context.executor();
    // A user who erases themselves is not recorded as the actor, since the id no longer refers to a
    // user.
    ActorId self = ActorId.of(user);
    this.person =
        new Person(user, self.equals(context.actor()) ? null : context.actor(), batchSize);
  }

  /**
   * Runs the erasure.
   *
   * @throws UserNotFoundException if there is no such user, and nothing is recorded of one
   */
  public ErasureReport run() {
    try {
      erase();
    } catch (DatabaseException e) {
      throw e.sqlState().filter("ZK206"::equals).isPresent() ? otherIsolation(e) : e;
    }
    return new ErasureReport(person.user(), removed, detached);
  }

  private static TransactionException otherIsolation(DatabaseException e) {
    return new TransactionException(
        "users.erase was called in a transaction of another isolation than READ COMMITTED, which"
            + " does not see all recorded changes (expected: READ COMMITTED, or outside; nothing"
            + " was erased)",
        e.sqlState().orElse(null),
        e);
  }

  private void erase() {
    // A deleted user has no wallet any more, but may have recorded changes.
    List<String> wallets =
        executor
            .first(ErasureStatements.READ_WALLET, person.user())
            .map(Erasure::allSpellings)
            .orElseGet(List::of);
    if (!erase(executor, wallets, true)) {
      executor.atomically(
          ErasureStatements.OPERATION,
          tx -> {
            List<String> locked =
                tx.first(ErasureStatements.LOCK_USER, person.user())
                    .map(Erasure::allSpellings)
                    .orElseThrow(this::notFound);
            new LongErasure(tx, person, this::countBatch).run();
            return erase(tx, locked, false);
          });
    }
  }

  /** Returns false if the history is too long to be erased in one statement. */
  private boolean erase(SqlExecutor on, List<String> wallets, boolean isWhole) {
    List<Count> counts = on.list(ErasureStatements.ERASE, new Step(person, wallets, isWhole));
    if (counts.isEmpty()) {
      throw notFound();
    }
    counts.forEach(this::count);
    return counts.size() > 1 || !detached.isEmpty();
  }

  private void countBatch(List<Count> counts) {
    counts.forEach(this::count);
    call.reached(removed.values().stream().mapToLong(Long::longValue).sum(), 0, null);
  }

  private void count(Count count) {
    if (count.removed() != null) {
      removed.merge(count.table(), count.removed(), Long::sum);
    }
    if (count.detached() != null) {
      detached.merge(count.table(), count.detached(), Long::sum);
    }
  }

  private static List<String> allSpellings(Optional<String> wallet) {
    return wallet.map(Erasure::spellings).orElseGet(List::of);
  }

  private UserNotFoundException notFound() {
    return new UserNotFoundException(person.user().value());
  }

  /**
   * Returns a wallet as stored, as the library writes it, and as other writers may have written it.
   */
  private static List<String> spellings(String wallet) {
    return wallet.matches("0x[0-9A-Fa-f]{40}")
        ? List.of(wallet, new WalletAddress(wallet).value(), wallet.toLowerCase(Locale.ROOT))
        : List.of(wallet, canonical(wallet));
  }

  /**
   * Returns the spelling used in challenges; an older row may have one that no challenge can have.
   */
  private static String canonical(String wallet) {
    try {
      return WalletAddress.of(wallet).value();
    } catch (ValidationException old) {
      return wallet;
    }
  }
}
