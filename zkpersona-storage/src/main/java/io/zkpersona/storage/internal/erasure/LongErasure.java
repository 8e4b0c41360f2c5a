package io.zkpersona.storage.internal.erasure;

import static io.zkpersona.storage.internal.erasure.ErasureStatements.owned;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static io.zkpersona.storage.internal.tables.tables.ScoringResults.SCORING_RESULTS;
import static io.zkpersona.storage.internal.tables.tables.VerificationAttempts.VERIFICATION_ATTEMPTS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.erasure.ErasureStatements.Count;
import io.zkpersona.storage.internal.erasure.ErasureStatements.Names;
import io.zkpersona.storage.internal.erasure.ErasureStatements.Person;
import io.zkpersona.storage.internal.erasure.ErasureStatements.Rows;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.Table;

/**
 * Deletes a long history in the caller's transaction, which has locked the user. Finds the rows
 * with streaming reads and deletes them in batches, so that no statement is large.
 */
final class LongErasure {

  private record Owned(Table<?> table, Statement<UserId, UUID> rows) {}

  /** The tables other than those of inputs and sessions. */
  private static final List<Owned> OWNED =
      List.of(
          new Owned(REPUTATION_RECORDS, owned(REPUTATION_RECORDS.ID, REPUTATION_RECORDS.USER_ID)),
          new Owned(
              VERIFICATION_ATTEMPTS,
              owned(VERIFICATION_ATTEMPTS.ID, VERIFICATION_ATTEMPTS.USER_ID)),
          new Owned(ZK_PROOFS, owned(ZK_PROOFS.ID, ZK_PROOFS.USER_ID)),
          new Owned(SCORING_RESULTS, owned(SCORING_RESULTS.ID, SCORING_RESULTS.USER_ID)));

  private static final Statement<UserId, UUID> INPUTS =
      owned(BEHAVIOR_INPUTS.ID, BEHAVIOR_INPUTS.USER_ID);

  /** The number of free-text sessions to remember, so that each is checked once. */
  private static final int MOST_NAMES = 100_000;

  private final SqlExecutor tx;
  private final Person person;
  private final Consumer<List<Count>> counts;
  private final Set<String> names = new HashSet<>();

  LongErasure(SqlExecutor tx, Person person, Consumer<List<Count>> counts) {
    this.tx = tx;
    this.person = person;
    this.counts = counts;
  }

  /** Deletes the user's inputs, scores, proofs, reputation records and sessions. */
  void run() {
    for (Owned owned : OWNED) {
      each(owned.rows, person.user(), ids -> remove(owned.table, ids));
    }
    each(INPUTS, person.user(), this::removeInputs);
    each(
        ErasureStatements.LOCK_SESSIONS,
        person.user(),
        sessions -> {
          each(ErasureStatements.INPUTS_WITHOUT_USER, sessions, this::removeInputs);
          remove(BEHAVIOR_SESSIONS, sessions);
        });
  }

  private void removeInputs(List<UUID> inputs) {
    if (names.size() > MOST_NAMES) {
      names.clear();
    }
    List<String> unseen =
        tx.list(ErasureStatements.SESSION_NAMES, inputs).stream().filter(names::add).toList();
    if (!unseen.isEmpty()) {
      counts.accept(tx.list(ErasureStatements.ERASE_NAMES, new Names(person, unseen)));
    }
    remove(BEHAVIOR_INPUTS, inputs);
  }

  private void remove(Table<?> table, List<UUID> ids) {
    counts.accept(tx.list(ErasureStatements.ERASE_ROWS, new Rows(person, table.getName(), ids)));
  }

  /** Streams ids and passes them on in batches. */
  private <P> void each(Statement<P, UUID> find, P value, Consumer<List<UUID>> action) {
    List<UUID> batch = new ArrayList<>();
    try (Stream<UUID> ids = tx.stream(find, value)) {
      ids.forEach(
          found -> {
            batch.add(found);
            if (batch.size() == person.batchSize()) {
              action.accept(List.copyOf(batch));
              batch.clear();
            }
          });
    }
    if (!batch.isEmpty()) {
      action.accept(batch);
    }
  }
}
