package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.SqlExecutor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Inserts many entities, all or none, and names the first bad one by its index. */
final class BulkInsert<E extends Entity<I>, I extends EntityId> {

  /**
   * Inserts what was checked; of what is refused in the middle, the transaction undoes the rest.
   */
  @FunctionalInterface
  interface Sender<E> {

    /** Inserts all of them. */
    void send(SqlExecutor tx, String operation, List<E> values);
  }

  private final EntityTable<E, I> entity;
  private final WriteStatements<E, I, ?> statements;

  BulkInsert(EntityTable<E, I> entity, WriteStatements<E, I, ?> statements) {
    this.entity = entity;
    this.statements = statements;
  }

  List<E> insert(SqlExecutor executor, String operation, List<E> values, Sender<E> sender) {
    for (int i = 0; i < values.size(); i++) {
      try {
        entity.checkInsertable(values.get(i));
      } catch (ValidationException e) {
        // One before it may be bad in a way that only the server can tell.
        throw firstBad(executor, operation, values.subList(0, i), sender).orElse(e.withIndex(i));
      }
    }
    if (values.isEmpty()) {
      return List.of();
    }
    try {
      return executor.atomically(operation, tx -> insertAll(tx, operation, values, sender));
    } catch (ConstraintException | ValidationException failure) {
      throw firstBad(executor, operation, values, sender).orElse(failure);
    }
  }

  /** Within one transaction the default of both times is one instant, which is asked for once. */
  private List<E> insertAll(SqlExecutor tx, String operation, List<E> values, Sender<E> sender) {
    Instant now =
        tx.first(operation, statements.transactionTime(), row -> entity.time(row, 1)).orElseThrow();
    sender.send(tx, operation, values);
    List<E> stored = new ArrayList<>(values.size());
    values.forEach(value -> stored.add(entity.stamped(value, now, now)));
    return List.copyOf(stored);
  }

  /**
   * The server says that a batch failed, not at which row; this halves the rows until one is left,
   * in a transaction that is always undone. Empty if none is bad, or no longer.
   */
  private Optional<ZkPersonaException> firstBad(
      SqlExecutor executor, String operation, List<E> values, Sender<E> sender) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    try {
      return executor.atomically(
          operation,
          tx -> {
            throw new Undo(search(tx, operation, values, sender));
          });
    } catch (Undo undone) {
      return Optional.ofNullable(undone.found);
    }
  }

  private @Nullable ZkPersonaException search(
      SqlExecutor tx, String operation, List<E> values, Sender<E> sender) {
    int from = 0;
    int size = values.size();
    while (size > 1) {
      int half = size / 2;
      if (fits(tx, operation, values.subList(from, from + half), sender)) {
        from += half;
        size -= half;
      } else {
        size = half;
      }
    }
    try {
      sender.send(tx, operation, values.subList(from, from + 1));
      return null;
    } catch (ConstraintException e) {
      return e.withIndex(from);
    } catch (ValidationException e) {
      return e.withIndex(from);
    }
  }

  private boolean fits(SqlExecutor tx, String operation, List<E> values, Sender<E> sender) {
    try {
      tx.atomically(
          operation,
          savepoint -> {
            sender.send(savepoint, operation, values);
            return true;
          });
      return true;
    } catch (ConstraintException | ValidationException e) {
      return false;
    }
  }

  /** Undoes a transaction that was only there to find something out. */
  private static final class Undo extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable ZkPersonaException found;

    Undo(@Nullable ZkPersonaException found) {
      super(null, null, false, false);
      this.found = found;
    }
  }
}
