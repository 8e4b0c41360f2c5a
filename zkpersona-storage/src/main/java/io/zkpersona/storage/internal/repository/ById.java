package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.error.RowErrors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Streams entities in the order of a source of ids, looked up in chunks. */
final class ById<E extends Entity<I>, I extends EntityId> extends AbstractSpliterator<E> {

  private static final int CHUNK = 1_000;

  private final Iterable<? extends I> source;
  private final Function<List<I>, List<E>> find;
  private final Deque<E> found = new ArrayDeque<>();
  private @Nullable Iterator<? extends I> ids;
  private long read;

  private ById(Iterable<? extends I> source, Function<List<I>, List<E>> find) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.source = source;
    this.find = find;
  }

  static <E extends Entity<I>, I extends EntityId> Stream<E> stream(
      Iterable<? extends I> source, Function<List<I>, List<E>> find) {
    return StreamSupport.stream(new ById<>(source, find), false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super E> action) {
    Iterator<? extends I> rest = ids;
    if (rest == null) {
      rest = source.iterator();
      ids = rest;
    }
    while (found.isEmpty() && rest.hasNext()) {
      load(rest);
    }
    E next = found.poll();
    if (next == null) {
      return false;
    }
    action.accept(next);
    return true;
  }

  private void load(Iterator<? extends I> rest) {
    List<I> chunk = new ArrayList<>();
    while (chunk.size() < CHUNK && rest.hasNext()) {
      try {
        chunk.add(Required.argument("ids", rest.next()));
      } catch (ValidationException e) {
        throw RowErrors.at(e, read);
      }
      read++;
    }
    Map<I, E> byId = new HashMap<>();
    find.apply(chunk).forEach(entity -> byId.put(entity.id(), entity));
    for (I id : chunk) {
      E entity = byId.get(id);
      if (entity != null) {
        found.add(entity);
      }
    }
  }
}
