package io.zkpersona.storage.repository.contract;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.health.PoolStats;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.Repository;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.Transaction;
import io.zkpersona.storage.transaction.TransactionOperations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The subject of each contract: one repository on an empty table. */
public interface Subject<E extends Record & Entity<I>, I extends EntityId, F extends Record> {

  /** Rolls a transaction back. */
  final class Undo extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  EntityFixture<E, I, F> fixture();

  TestDatabase database();

  DatabaseManager manager();

  /** Returns the repositories of a manager on the schema that is tested. */
  default Repositories repositoriesOf(DatabaseManager of) {
    return of.repositories();
  }

  /** Returns the repositories of the schema that is tested. */
  default Repositories repositories() {
    return repositoriesOf(manager());
  }

  /** Returns what opens transactions in the schema that is tested. */
  default TransactionOperations transactor() {
    return manager();
  }

  Draw draw();

  /** Tells whether each call reads what was committed before it from a replica. */
  boolean readsFromReplicas();

  /** Tells whether calls read from a cache. */
  boolean readsFromCache();

  @SuppressWarnings("unchecked") // the interface that the fixture returns
  default Repository<E, I> repository() {
    return readsFromReplicas()
        ? Reading.fresh(Repository.class, manager(), fixture()::repository)
        : fixture().repository(repositories());
  }

  @SuppressWarnings("unchecked") // the interface that the fixture returns
  default FilterablePaginatedRepository<E, F> filterable() {
    return readsFromReplicas()
        ? Reading.fresh(FilterablePaginatedRepository.class, manager(), fixture()::filterable)
        : fixture().filterable(repositories());
  }

  /** Returns how many connections are in use, to the primary and to replicas. */
  default int connectionsInUse() {
    PoolStats pool = manager().poolStats().orElseThrow();
    return pool.active() + pool.replicas().values().stream().mapToInt(PoolStats::active).sum();
  }

  /** Returns new entities that are not stored. */
  default List<E> drawn(int count) {
    return Stream.generate(() -> fixture().random(draw())).limit(count).toList();
  }

  /**
   * Stores new entities in a few transactions, so that many but not all share a creation time,
   * updates some, and returns them as found.
   */
  default List<E> stored(int count) {
    List<I> ids = new ArrayList<>();
    int portion = Math.max(1, count / 5);
    for (int done = 0; done < count; done += portion) {
      for (E saved : repository().saveAll(drawn(Math.min(portion, count - done)))) {
        ids.add(saved.id());
      }
    }
    for (int i = 0; i < count; i += 4) {
      E saved = repository().getById(ids.get(i));
      repository().update(fixture().counted(saved, 1));
    }
    return found(ids);
  }

  /** Returns the entities as now stored, ordered by id. */
  default List<E> found(Collection<I> ids) {
    return repository().findAllById(ids);
  }

  /** Counts the rows without the library. */
  default long rows() {
    return Long.parseLong(database().queryOne("SELECT count(*) FROM " + fixture().table()));
  }

  /**
   * Returns the whole table with row positions, read without the library, to show that nothing
   * changed.
   */
  default List<String> contents() {
    return database()
        .query("SELECT ctid || t::text FROM " + fixture().table() + " AS t ORDER BY id");
  }

  /** Runs an action in a transaction that is rolled back. */
  default void undone(Consumer<Transaction> action) {
    try {
      transactor()
          .inTransaction(
              tx -> {
                action.accept(tx);
                throw new Undo();
              });
    } catch (Undo expected) {
      // Rolled back as intended.
    }
  }
}
