package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import java.util.function.Supplier;

/** A repository whose lists contain whole entities. Subclasses add the queries of their entity. */
public class PostgresRepository<E extends Entity<I>, I extends EntityId, F>
    extends ListedRepository<E, E, I, F> {

  protected PostgresRepository(
      RepositoryContext context, EntityStatements<E, E, I, F> statements, Supplier<I> newId) {
    super(context, statements, newId);
  }
}
