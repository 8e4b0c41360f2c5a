package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.Repository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Named calls of repositories, collected to be made one by one. */
final class Calls {

  private final Map<String, Consumer<Repositories>> all = new LinkedHashMap<>();

  Map<String, Consumer<Repositories>> all() {
    return all;
  }

  Calls add(String name, Consumer<Repositories> call) {
    if (all.put(name, call) != null) {
      throw new IllegalArgumentException("twice: " + name);
    }
    return this;
  }

  /** Adds a call that must find a row, because a search without a result may have another plan. */
  Calls finds(String name, Function<Repositories, Optional<?>> call) {
    return add(name, all -> assertThat(call.apply(all)).isPresent());
  }

  /** Adds the calls that every entity repository has, for a stored entity. */
  <E extends Entity<I>, I extends EntityId> Calls entities(
      String name,
      Function<Repositories, Repository<E, I>> repository,
      I id,
      E fresh,
      CreateRequest<E, I> request) {
    finds(name + " findById", all -> repository.apply(all).findById(id));
    add(name + " getById", all -> repository.apply(all).getById(id));
    add(name + " existsById", all -> repository.apply(all).existsById(id));
    add(name + " findAllById", all -> repository.apply(all).findAllById(List.of(id, fresh.id())));
    add(
        name + " stream",
        all -> {
          try (Stream<E> stream = repository.apply(all).stream()) {
            stream.limit(10).forEach(Entity::id);
          }
        });
    add(name + " save", all -> repository.apply(all).save(fresh));
    add(name + " saveAll", all -> repository.apply(all).saveAll(List.of(fresh)));
    add(name + " create", all -> repository.apply(all).create(request));
    add(name + " createAll", all -> repository.apply(all).createAll(List.of(request)));
    bulk(name, repository, id, fresh, request);
    add(name + " update", all -> repository.apply(all).update(repository.apply(all).getById(id)));
    add(name + " update by function", all -> repository.apply(all).update(id, same -> same));
    add(name + " deleteById", all -> repository.apply(all).deleteById(id));
    return this;
  }

  private <E extends Entity<I>, I extends EntityId> void bulk(
      String name,
      Function<Repositories, Repository<E, I>> repository,
      I id,
      E fresh,
      CreateRequest<E, I> request) {
    BulkOptions atomic = BulkOptions.atomic();
    finds(
        name + " streamAllById",
        all -> repository.apply(all).streamAllById(List.of(fresh.id(), id)).findFirst());
    add(name + " saveAll, any number", all -> saved(repository.apply(all), fresh));
    add(
        name + " createAll, any number",
        all -> repository.apply(all).createAll(List.of(request), atomic));
    add(
        name + " insertAbsent",
        all ->
            repository
                .apply(all)
                .insertAbsent(List.of(fresh, repository.apply(all).getById(id)), atomic));
    add(
        name + " updateAll",
        all -> repository.apply(all).updateAll(List.of(repository.apply(all).getById(id)), atomic));
    add(
        name + " upsertAll",
        all ->
            repository
                .apply(all)
                .upsertAll(List.of(fresh, repository.apply(all).getById(id)), atomic));
    add(
        name + " deleteAllById",
        all -> repository.apply(all).deleteAllById(List.of(id, fresh.id()), atomic));
  }

  private static <E extends Entity<I>, I extends EntityId> void saved(
      Repository<E, I> repository, E fresh) {
    assertThat(repository.saveAll(List.of(fresh), BulkOptions.atomic()).inserted()).isOne();
  }

  /** Adds the calls that every list repository has, with a filter that an index serves. */
  <E, F> Calls lists(
      String name,
      Function<Repositories, FilterablePaginatedRepository<E, F>> repository,
      F filter,
      List<String> sortable) {
    add(name + " find", all -> repository.apply(all).find(filter));
    add(name + " count", all -> repository.apply(all).count(filter));
    add(name + " delete", all -> repository.apply(all).delete(filter));
    add(
        name + " stream by filter",
        all -> {
          try (Stream<E> stream = repository.apply(all).stream(filter)) {
            stream.forEach(one -> {});
          }
        });
    add(
        name + " findPage by filter",
        all -> repository.apply(all).findPage(filter, PaginationParams.firstPage().withTotal()));
    add(
        name + " findSlice by filter",
        all -> repository.apply(all).findSlice(filter, SliceParams.firstSlice()));
    for (String column : sortable) {
      for (SortOrder order : SortOrder.values()) {
        add(
            "%s findPage by %s %s".formatted(name, column, order),
            all ->
                repository
                    .apply(all)
                    .findPage(
                        PaginationParams.builder().sortBy(column).order(order).offset(40).build()));
        add(
            "%s findSlice by %s %s".formatted(name, column, order),
            all -> thereAndBack(repository.apply(all), column, order));
      }
    }
    return this;
  }

  private static <E, F> void thereAndBack(
      FilterablePaginatedRepository<E, F> repository, String column, SortOrder order) {
    SliceParams first = SliceParams.builder().sortBy(column).order(order).build();
    var next = repository.findSlice(first).nextCursor().orElseThrow();
    var back = repository.findSlice(first.withCursor(next)).previousCursor().orElseThrow();
    repository.findSlice(first.withCursor(back));
  }
}
