package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each statement is rendered at its first use and never again. */
interface RenderingContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends Subject<E, I, F> {

  int CALLS = 1_000;
  BulkOptions ATOMIC = BulkOptions.atomic();

  private long rendered() {
    return manager().queryStats().renderedStatements();
  }

  @Test
  default void aThousandLooksAtOneShapeRenderItOnce() {
    E known = repository().save(fixture().random(draw()));
    repository().findById(known.id());
    long before = rendered();

    for (int i = 0; i < CALLS; i++) {
      assertThat(repository().findById(i % 2 == 0 ? known.id() : fixture().newId.get()).isPresent())
          .isEqualTo(i % 2 == 0);
    }

    assertThat(rendered()).isEqualTo(before);
  }

  @Test
  default void whatWasAskedOnceIsNotRenderedAgain() {
    List<E> rows = stored(20);
    Map<String, Runnable> calls = calls(rows);

    calls.forEach(
        (name, call) -> {
          call.run();
          long before = rendered();
          call.run();
          call.run();
          assertThat(rendered()).as(name).isEqualTo(before);
        });
  }

  private Map<String, Runnable> calls(List<E> rows) {
    Iterator<E> fresh = Stream.generate(() -> fixture().random(draw())).iterator();
    Iterator<E> doomed = rows.iterator();
    I id = rows.get(rows.size() - 1).id();
    F filter = Components.only(fixture().filter(rows.get(0), rows.get(1)), fixture().range());
    var sorted = PaginationParams.firstPage();
    var slice = SliceParams.firstSlice();
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("find all by id", () -> repository().findAllById(List.of(id)));
    calls.put("exists", () -> repository().existsById(id));
    calls.put("count", () -> repository().count());
    calls.put("count, filtered", () -> filterable().count(filter));
    calls.put("find", () -> filterable().find(filter));
    calls.put("page", () -> filterable().findPage(filter, sorted));
    calls.put("page with total", () -> filterable().findPage(filter, sorted.withTotal()));
    calls.put("slice", () -> filterable().findSlice(filter, slice));
    calls.put("stream", () -> filterable().stream(filter).close());
    calls.put("save", () -> repository().save(fresh.next()));
    calls.put("save all", () -> repository().saveAll(List.of(fresh.next(), fresh.next())));
    calls.put("copy", () -> repository().saveAll(drawn(100)));
    calls.put(
        "insert absent",
        () -> repository().insertAbsent(List.of(repository().getById(id), fresh.next()), ATOMIC));
    calls.put(
        "insert absent, many",
        () -> {
          List<E> many = new ArrayList<>(drawn(100));
          many.add(repository().getById(id));
          repository().insertAbsent(many, ATOMIC);
        });
    calls.put(
        "upsert one component",
        () ->
            repository()
                .upsertAll(
                    List.of(repository().getById(id)),
                    ATOMIC.updating(fixture().overwritten().get(0))));
    calls.put("update all", () -> repository().updateAll(found(List.of(id)), ATOMIC));
    calls.put(
        "upsert all",
        () -> repository().upsertAll(List.of(repository().getById(id), fresh.next()), ATOMIC));
    calls.put(
        "delete all by id",
        () ->
            repository().deleteAllById(List.of(doomed.next().id(), fixture().newId.get()), ATOMIC));
    calls.put("stream all by id", () -> repository().streamAllById(List.of(id)).forEach(row -> {}));
    calls.put("create", () -> repository().create(fixture().createRequest(fresh.next())));
    calls.put("update", () -> repository().update(fixture().counted(repository().getById(id), 7)));
    calls.put(
        "update by function",
        () -> repository().update(id, current -> fixture().counted(current, 9)));
    calls.put("delete by id", () -> repository().deleteById(doomed.next().id()));
    return calls;
  }
}
