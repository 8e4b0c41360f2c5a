package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.Repository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Null where a value is required is refused by name, before any statement is sent. */
public interface NullContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends Subject<E, I, F> {

  @Test
  default void nullArgumentsAreRefusedByName() {
    Repository<E, I> all = repository();
    FilterablePaginatedRepository<E, F> some = filterable();
    I id = fixture().newId.get();
    PaginationParams page = PaginationParams.firstPage();
    SliceParams slice = SliceParams.firstSlice();
    BulkOptions atomic = BulkOptions.atomic();

    Map.<String, List<ThrowingCallable>>of(
            "id",
            List.of(
                () -> all.findById(null),
                () -> all.getById(null),
                () -> all.existsById(null),
                () -> all.deleteById(null),
                () -> all.update(null, current -> current)),
            "ids",
            List.of(
                () -> all.findAllById(null),
                () -> all.findAllById(Arrays.asList(id, null)),
                () -> all.streamAllById(null),
                () -> all.streamAllById(Arrays.asList(id, null)).forEach(found -> {}),
                () -> all.deleteAllById(null, atomic)),
            "entity",
            List.of(() -> all.save(null), () -> all.update(null)),
            "entities",
            List.of(
                () -> all.saveAll(null),
                () -> all.saveAll(null, atomic),
                () -> all.insertAbsent(null, atomic),
                () -> all.updateAll(null, atomic),
                () -> all.upsertAll(null, atomic)),
            "request",
            List.of(() -> all.create(null)),
            "change",
            List.of(() -> all.update(id, null)),
            "requests",
            List.of(() -> all.createAll(null), () -> all.createAll(null, atomic)),
            "options",
            List.of(
                () -> all.saveAll(List.of(), null),
                () -> all.createAll(List.of(), null),
                () -> all.insertAbsent(List.of(), null),
                () -> all.updateAll(List.of(), null),
                () -> all.upsertAll(List.of(), null),
                () -> all.deleteAllById(List.of(), null)),
            "filter",
            List.of(
                () -> some.find(null),
                () -> some.count(null),
                () -> some.stream(null),
                () -> some.delete(null),
                () -> some.findPage(null, page),
                () -> some.findSlice(null, slice)),
            "params",
            List.of(
                () -> some.findPage(null),
                () -> some.findSlice(null),
                () -> some.findPage(fixture().noFilter, null),
                () -> some.findSlice(fixture().noFilter, null)))
        .forEach((name, calls) -> calls.forEach(call -> assertRefused(name, call)));
  }

  @Test
  default void aRequestThatMakesNoEntityIsRefused() {
    CreateRequest<E, I> none = id -> null;

    assertRefused("request.toEntity", () -> repository().create(none));
    assertRefused("request.toEntity", () -> repository().createAll(List.of(none)));
    assertRefused(
        "request.toEntity", () -> repository().createAll(List.of(none), BulkOptions.atomic()));
  }

  /** Asserts that the refusal names the argument and states the expected value. */
  static void assertRefused(String name, ThrowingCallable call) {
    assertInvalid(name, call).hasMessageContaining("null (expected: a value)");
  }

  /** Asserts that the refusal names the argument. */
  static AbstractThrowableAssert<?, ? extends Throwable> assertInvalid(
      String name, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly(name));
  }
}
