package io.zkpersona.storage.soak;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.BulkInterruptedException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import io.zkpersona.storage.soak.Ledger.Told;
import io.zkpersona.storage.transaction.Outcome;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Stores users, and inputs by group commit, one call after the other, and records the outcomes. */
final class Writer {

  private static final int MOST_ROWS = 6;
  private static final int CHUNK = 2;
  private static final int TRIES = 200;

  /** The ways to store rows; all are atomic except the last. */
  private enum Way {
    SINGLY,
    BY_GROUP_COMMIT,
    TOGETHER,
    IN_A_TRANSACTION,
    AND_UPDATED,
    IN_CHUNKS
  }

  private final DatabaseManager manager;
  private final GroupCommitWriter<BehaviorInput, BehaviorInputId> groupCommit;
  private final Ledger ledger;
  private final Random random;

  Writer(
      DatabaseManager manager,
      GroupCommitWriter<BehaviorInput, BehaviorInputId> groupCommit,
      Ledger ledger,
      Random random) {
    this.manager = manager;
    this.groupCommit = groupCommit;
    this.ledger = ledger;
    this.random = random;
  }

  /** Makes one call. */
  void write() {
    Way way = Way.values()[random.nextInt(Way.values().length)];
    int rows = way == Way.SINGLY || way == Way.BY_GROUP_COMMIT ? 1 : 1 + random.nextInt(MOST_ROWS);
    List<String> names = Stream.generate(ledger::nextName).limit(rows).toList();
    try {
      store(way, names.stream().map(Writer::request).toList());
      note(names, Told.STORED);
    } catch (BulkInterruptedException e) {
      noteParts(names, e);
    } catch (OutcomeUnknownException e) {
      note(names, findOut(e));
    } catch (ZkPersonaException e) {
      names.forEach(name -> ledger.refuse(name, e));
    }
  }

  private static CreateUserRequest request(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }

  private void store(Way way, List<CreateUserRequest> requests) {
    switch (way) {
      case SINGLY -> manager.repositories().users().create(requests.get(0));
      case BY_GROUP_COMMIT ->
          groupCommit.create(
              CreateBehaviorInputRequest.builder()
                  .sessionId(new SessionText(requests.get(0).username().value()))
                  .inputData(Json.emptyObject())
                  .build());
      case TOGETHER -> manager.repositories().users().createAll(requests);
      case IN_CHUNKS ->
          manager.repositories().users().createAll(requests, BulkOptions.committing(CHUNK));
      case IN_A_TRANSACTION, AND_UPDATED ->
          manager.inTransaction(
              tx -> {
                for (CreateUserRequest request : requests) {
                  User made = tx.users().create(request);
                  if (way == Way.AND_UPDATED) {
                    tx.users().update(made);
                  }
                }
              });
    }
  }

  private void note(List<String> names, Told told) {
    names.forEach(name -> ledger.note(name, told));
  }

  /** Records that some chunks are committed, the next may be, and the rest was never sent. */
  private void noteParts(List<String> names, BulkInterruptedException ended) {
    int known = (int) ended.committedRows();
    int uncertain = known + ended.uncertainRows();
    note(names.subList(0, known), Told.STORED);
    if (uncertain > known) {
      note(names.subList(known, uncertain), findOut((OutcomeUnknownException) ended.getCause()));
    }
    names.subList(uncertain, names.size()).forEach(name -> ledger.refuse(name, ended));
  }

  /** Asks for the outcome until there is an answer, a limited number of times. */
  private Told findOut(OutcomeUnknownException lost) {
    for (int i = 0; i < TRIES; i++) {
      try {
        Outcome outcome = manager.outcomeOf(lost);
        if (outcome == Outcome.COMMITTED) {
          return Told.FOUND_STORED;
        }
        if (outcome == Outcome.NOT_COMMITTED) {
          return Told.FOUND_ABSENT;
        }
      } catch (ZkPersonaException e) {
        // The database cannot be reached now.
      }
    }
    return Told.NOT_FOUND_OUT;
  }
}
