package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.Revision;
import io.zkpersona.storage.internal.repository.HistoryStatements.Version;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes revisions of versions in their order: each version follows the change that it ends with.
 */
final class Revisions<E extends Entity<?>> extends Spliterators.AbstractSpliterator<Revision<E>> {

  private final Spliterator<Version<E>> versions;
  private @Nullable Version<E> current;

  private Revisions(Spliterator<Version<E>> versions) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.versions = versions;
  }

  /** Returns the revisions of versions; those of one row follow each other. */
  static <E extends Entity<?>> Stream<Revision<E>> of(Stream<Version<E>> versions) {
    return StreamSupport.stream(new Revisions<>(versions.spliterator()), false)
        .onClose(versions::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Revision<E>> action) {
    while (current != null || next()) {
      Version<E> ended = Objects.requireNonNull(current);
      boolean isLast = !next();
      if (isLast) {
        current = null;
      }
      Change change = ended.change();
      if (change != null) {
        action.accept(new Revision<>(change, ended.entity(), after(change, current)));
        return true;
      }
    }
    return false;
  }

  private boolean next() {
    return versions.tryAdvance(version -> current = version);
  }

  /** Returns the version that a change made, given the next version, perhaps of another row. */
  private static <E extends Entity<?>> @Nullable E after(Change change, @Nullable Version<E> next) {
    if (change.operation() == ChangeOperation.DELETE || next == null || next.entity() == null) {
      return null;
    }
    E entity = next.entity();
    return entity.id().value().equals(change.entityId()) ? entity : null;
  }
}
