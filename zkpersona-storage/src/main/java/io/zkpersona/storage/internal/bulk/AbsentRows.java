package io.zkpersona.storage.internal.bulk;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.bulk.AbsentStatements.Existing;
import io.zkpersona.storage.internal.bulk.BulkWrites.Inserter;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the rows of a chunk that are absent, in the order of their ids, and counts how many of
 * the others differ in content. Existing rows are neither locked nor changed.
 */
public final class AbsentRows<E extends Entity<I>, I extends EntityId> {

  /** Each failed attempt means that a concurrent writer succeeded. */
  private static final int ATTEMPTS = 20;

  /** The number of rows that were not inserted: all, existing ones, those with other content. */
  private record Others(long given, long present, long differing) {}

  private final EntityTable<E, I> entity;
  private final AbsentStatements<E, I> statements;
  private final Inserter<E> inserter;
  private final boolean plain;

  /**
   * Creates an inserter for an entity's absent rows.
   *
   * @param inserter inserts absent rows with all their dependent rows
   * @param plain whether an insert writes to the entity's table only
   */
  public AbsentRows(
      EntityTable<E, I> entity,
      AbsentStatements<E, I> statements,
      Inserter<E> inserter,
      boolean plain) {
    this.entity = entity;
    this.statements = statements;
    this.inserter = inserter;
    this.plain = plain;
  }

  public Written insert(SqlExecutor tx, String operation, List<E> rows) {
    List<E> first = new ArrayList<>();
    List<E> repeated = new ArrayList<>();
    Set<I> ids = new HashSet<>();
    Set<Object> names = new HashSet<>();
    for (E row : rows) {
      Object name = name(row);
      boolean isFirst = !ids.contains(row.id()) && (name == null || !names.contains(name));
      if (isFirst) {
        ids.add(row.id());
        if (name != null) {
          names.add(name);
        }
      }
      (isFirst ? first : repeated).add(row);
    }
    List<E> sorted = BulkWrites.sorted(first);
    Set<I> inserted = new HashSet<>(insertAbsent(tx, operation, sorted));
    List<E> passedOver = others(List.of(), sorted, inserted);
    Others found = look(tx, others(repeated, passedOver, inserted));
    if (plain && entity.identifying() == null && found.present() < found.given()) {
      // Neither inserted nor present, so another row has one of their unique values. Concurrent
      // inserts of the same rows have ended by now, so an error concerns other rows.
      inserted.addAll(insertUnlessThere(tx, statements.insert, passedOver));
      found = look(tx, others(repeated, passedOver, inserted));
    }
    return Written.absent(inserted.size(), found.given() - found.differing(), found.differing());
  }

  private List<E> others(List<E> repeated, List<E> rows, Set<I> inserted) {
    List<E> others = new ArrayList<>(repeated);
    rows.stream().filter(row -> !inserted.contains(row.id())).forEach(others::add);
    return others;
  }

  private @Nullable Object name(E row) {
    Column<E, ?> identifying = entity.identifying();
    return identifying == null ? null : identifying.valueOf(row);
  }

  /** Inserts rows of different ids and names, in the order of their ids. */
  private Set<I> insertAbsent(SqlExecutor tx, String operation, List<E> sorted) {
    if (plain && entity.identifying() == null && sorted.size() < ManyRows.COPY_FROM) {
      return insertUnlessThere(tx, statements.insertAny, sorted);
    }
    for (int attempt = 1; ; attempt++) {
      boolean copying = attempt == 1 && sorted.size() >= ManyRows.COPY_FROM;
      try {
        return tx.atomically(
            operation,
            savepoint ->
                plain && !copying
                    ? insertUnlessThere(savepoint, afterCopy(), sorted)
                    : lookAndInsert(savepoint, operation, sorted));
      } catch (DuplicateEntityException e) {
        // A concurrent writer may have inserted some of these rows since the look-up. COPY cannot
        // skip them; the second attempt skips or finds them. A duplicate that then remains is a
        // real conflict.
        if (attempt > 1 && !isOfName(e)) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw BulkWrites.conflict(e);
        }
      }
    }
  }

  /**
   * Tells whether the duplicate is in a column that identifies an existing row, which is no reason
   * to reject it.
   */
  private boolean isOfName(DuplicateEntityException e) {
    Column<E, ?> identifying = entity.identifying();
    return BulkWrites.isOf(entity, entity.key(), e)
        || (identifying != null && BulkWrites.isOf(entity, identifying, e));
  }

  private Statement<List<E>, I> afterCopy() {
    return entity.identifying() == null ? statements.insertAny : statements.insert;
  }

  private Set<I> insertUnlessThere(
      SqlExecutor tx, Statement<List<E>, I> statement, List<E> sorted) {
    List<I> inserted = new ArrayList<>();
    tx.inserting(
        entity.entityType(),
        () -> inserted.stream().map(EntityId::value).toList(),
        () -> {
          inserted.addAll(tx.list(statement, sorted));
          return inserted.size();
        });
    return Set.copyOf(inserted);
  }

  private Set<I> lookAndInsert(SqlExecutor tx, String operation, List<E> sorted) {
    Set<I> present = Set.copyOf(tx.list(statements.present, sorted));
    List<E> absent = sorted.stream().filter(row -> !present.contains(row.id())).toList();
    if (!absent.isEmpty()) {
      inserter.insert(tx, operation, absent);
    }
    Set<I> inserted = new HashSet<>();
    absent.forEach(row -> inserted.add(row.id()));
    return inserted;
  }

  private Others look(SqlExecutor tx, List<E> rows) {
    if (rows.isEmpty()) {
      return new Others(0, 0, 0);
    }
    Existing existing = tx.first(statements.differing, rows).orElseThrow();
    return new Others(rows.size(), existing.present(), existing.differing());
  }
}
