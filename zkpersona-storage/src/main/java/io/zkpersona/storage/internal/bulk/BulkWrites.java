package io.zkpersona.storage.internal.bulk;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.bulk.BulkStatements.Updates;
import io.zkpersona.storage.internal.error.NotFound;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Acting.By;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Updates, upserts and deletes a chunk of rows in the order of their ids, so that concurrent calls
 * do not deadlock. For upserts this is certain, since they lock in this order; updates and deletes
 * follow it unless the server plans otherwise.
 */
public final class BulkWrites<E extends Entity<I>, I extends EntityId> {

  /** Inserts a chunk of entities with their dependent rows. */
  @FunctionalInterface
  public interface Inserter<E> {

    /** Inserts all of them. */
    void insert(SqlExecutor tx, String operation, List<E> values);
  }

  /** Each failed attempt means that a concurrent writer succeeded. */
  private static final int UPSERT_ATTEMPTS = 20;

  /** The server's order of ids. */
  private static final Comparator<EntityId> BY_ID =
      Comparator.comparing(EntityId::value, BulkWrites::compareUnsigned);

  private final EntityTable<E, I> entity;
  private final BulkStatements<E, I> statements;
  private final List<Column<E, ?>> updated;
  private final @Nullable ActorId actor;

  /**
   * Creates the writes of an entity.
   *
   * @param updated the columns that an update or an upsert sets
   */
  public BulkWrites(
      EntityTable<E, I> entity,
      BulkStatements<E, I> statements,
      List<Column<E, ?>> updated,
      @Nullable ActorId actor) {
    this.entity = entity;
    this.statements = statements;
    this.updated = updated;
    this.actor = actor;
  }

  private static int compareUnsigned(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high == 0
        ? Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits())
        : high;
  }

  /** Updates all rows, provided that none has changed since it was read. */
  public Written update(SqlExecutor tx, List<E> rows) {
    Set<I> ids = new HashSet<>();
    for (E row : rows) {
      if (!ids.add(row.id())) {
        throw new StaleEntityException(entity.entityType(), row.id().value());
      }
    }
    if (rows.stream().anyMatch(entity.changes()::needStored)) {
      Map<I, E> current = current(tx, ids);
      for (E row : rows) {
        checkUnchanged(current.get(row.id()), row);
      }
    }
    Set<I> changed = Set.copyOf(tx.list(statements.updateUnchanged(updated), updates(rows)));
    for (E row : rows) {
      if (!changed.contains(row.id())) {
        throw tx.list(statements.lockIds, List.of(row.id())).isEmpty() ? missing(row) : stale(row);
      }
    }
    return new Written(0, changed.size(), 0);
  }

  private void checkUnchanged(@Nullable E current, E row) {
    if (current == null) {
      throw missing(row);
    }
    if (!current.audit().modifiedAt().equals(row.audit().modifiedAt())) {
      throw stale(row);
    }
    entity.changes().check(current, row);
  }

  /**
   * Updates the rows that are stored and inserts the others. A concurrent writer may insert one in
   * between, which the second attempt finds stored.
   *
   * @param whole whether a row becomes as given except for its lifecycle, so that a change of a
   *     fixed column is rejected
   */
  public Written upsert(
      SqlExecutor tx, String operation, List<E> rows, boolean whole, Inserter<E> inserter) {
    Map<I, E> latest = new HashMap<>();
    rows.forEach(row -> latest.put(row.id(), row));
    List<E> sorted = sorted(latest.values());
    for (int attempt = 1; ; attempt++) {
      try {
        return tx.atomically(
            operation, savepoint -> upsertOnce(savepoint, operation, sorted, whole, inserter));
      } catch (DuplicateEntityException e) {
        if (!isOf(entity, entity.key(), e)) {
          throw e;
        }
        if (attempt == UPSERT_ATTEMPTS) {
          throw conflict(e);
        }
      }
    }
  }

  /**
   * Creates the error of a transaction whose snapshot hides rows that concurrent transactions
   * store.
   */
  static TransactionException conflict(DuplicateEntityException taken) {
    return TransactionException.conflict(
        "concurrent transactions inserted entities with the same ids (expected: no conflict; run"
            + " the whole transaction again)",
        taken.sqlState().orElse(null),
        taken.getCause());
  }

  /** Tells whether the duplicate value is in this column. */
  static boolean isOf(
      EntityTable<?, ?> entity, Column<?, ?> column, DuplicateEntityException taken) {
    return taken.entityType().equals(entity.entityType())
        && taken.field().equals(column.component());
  }

  private Written upsertOnce(
      SqlExecutor tx, String operation, List<E> sorted, boolean whole, Inserter<E> inserter) {
    List<I> ids = sorted.stream().map(Entity::id).toList();
    Set<I> stored;
    if (sorted.stream().anyMatch(entity.changes()::needStored)) {
      Map<I, E> current = current(tx, ids);
      for (E row : sorted) {
        E its = current.get(row.id());
        if (its != null) {
          entity.changes().check(whole ? entity.content() : updated, its, row);
        }
      }
      stored = current.keySet();
    } else {
      stored = Set.copyOf(tx.list(statements.lockIds, ids));
    }
    List<E> updates = new ArrayList<>();
    List<E> inserts = new ArrayList<>();
    for (E row : sorted) {
      if (stored.contains(row.id())) {
        updates.add(row);
      } else {
        inserts.add(entity.createdBy(actor, entity.toInsert(row)));
      }
    }
    // Inserts run first, while concurrent inserts of stored ids still fail at once. After the
    // update they would wait for this transaction, which may then wait for one of their rows.
    if (!inserts.isEmpty()) {
      inserter.insert(tx, operation, inserts);
    }
    if (!updates.isEmpty()) {
      tx.list(statements.updateWhatever(updated), updates(updates));
    }
    return new Written(inserts.size(), updates.size(), 0);
  }

  /** Deletes the rows that exist. */
  public Written delete(SqlExecutor tx, List<I> ids) {
    List<I> sorted = new ArrayList<>(ids);
    sorted.sort(BY_ID);
    return new Written(0, 0, tx.update(statements.delete, new By<>(sorted, actor)));
  }

  private Updates<E> updates(Collection<E> rows) {
    return new Updates<>(sorted(rows), actor);
  }

  /** Sorts rows by id, in the server's order; rows with equal ids keep their order. */
  static <E extends Entity<?>> List<E> sorted(Collection<E> rows) {
    return rows.stream().sorted(Comparator.comparing(Entity::id, BY_ID)).toList();
  }

  private Map<I, E> current(SqlExecutor tx, Collection<I> ids) {
    Map<I, E> current = new HashMap<>();
    tx.list(statements.lock, ids).forEach(stored -> current.put(stored.id(), stored));
    return current;
  }

  private StaleEntityException stale(E row) {
    return new StaleEntityException(entity.entityType(), row.id().value());
  }

  private EntityNotFoundException missing(E row) {
    return NotFound.of(entity.entityType(), row.id().value());
  }
}
