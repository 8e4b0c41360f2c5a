package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every method that takes a filter, compared with the same filter as a Java predicate. */
interface FilterContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends Subject<E, I, F> {

  int ROWS = 90;
  int COMBINATIONS = 60;

  @Test
  default void everyMemberAloneMeansWhatItSays() {
    List<E> rows = stored(ROWS);
    int unfiltered = matching(rows, fixture().noFilter).size();

    for (String member : members()) {
      Set<Integer> sizes = new HashSet<>();
      for (E sample : rows) {
        F filter = Components.only(fixture().filter(sample, draw().of(rows)), List.of(member));
        if (Components.get(filter, member) != null) {
          int size = matching(rows, filter).size();
          if (sizes.add(size)) {
            assertAnswers(rows, filter);
          }
        }
      }
      assertThat(sizes).as(member).anyMatch(size -> size > 0 && size != unfiltered);
    }
  }

  @Test
  default void membersTogetherMeanAllOfThem() {
    List<E> rows = stored(ROWS);
    int found = 0;

    for (int i = 0; i < COMBINATIONS; i++) {
      List<String> some = new ArrayList<>(members());
      some.removeIf(member -> draw().bool());
      F filter = Components.only(fixture().filter(draw().of(rows), draw().of(rows)), some);
      assertAnswers(rows, filter);
      found += matching(rows, filter).isEmpty() ? 0 : 1;
    }
    assertThat(found).isGreaterThan(COMBINATIONS / 10);
  }

  @Test
  default void aRangeStartsAtItsStartAndEndsBeforeItsEnd() {
    E row = repository().save(fixture().minimal(draw()));
    Instant time = fixture().time(row);
    Instant before = time.minus(1, ChronoUnit.MICROS);
    Instant after = time.plus(1, ChronoUnit.MICROS);

    assertInRange(row, Map.of(0, time), true);
    assertInRange(row, Map.of(0, after), false);
    assertInRange(row, Map.of(1, after), true);
    assertInRange(row, Map.of(1, time), false);
    assertInRange(row, Map.of(0, time, 1, after), true);
    assertInRange(row, Map.of(0, before, 1, time), false);
    assertInRange(row, Map.of(0, time, 1, time), false);
  }

  /** Asserts whether a row is found; key 0 is the bound from, key 1 is until. */
  private void assertInRange(E row, Map<Integer, Instant> bounds, boolean found) {
    F filter = fixture().noFilter;
    for (Map.Entry<Integer, Instant> bound : bounds.entrySet()) {
      filter = Components.with(filter, fixture().range().get(bound.getKey()), bound.getValue());
    }
    assertThat(filterable().find(filter)).isEqualTo(found ? List.of(row) : List.of());
    assertThat(filterable().count(filter)).isEqualTo(found ? 1 : 0);
  }

  @Test
  default void aDeleteThatNamesNothingIsRefused() {
    repository().saveAll(drawn(10));
    List<String> before = contents();

    assertDeleteRefused(filterable(), fixture().noFilter);

    assertThat(contents()).isEqualTo(before);
  }

  private void assertDeleteRefused(FilterablePaginatedRepository<E, F> on, F filter) {
    assertThatThrownBy(() -> on.delete(filter))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("filter"))
        .hasMessageContaining("deleteEverything()");
  }

  @Test
  default void everythingIsDeletedWhenItIsSaidSo() {
    repository().saveAll(drawn(30));

    assertThat(filterable().deleteEverything()).isEqualTo(30);

    assertThat(rows()).isZero();
    assertThat(filterable().deleteEverything()).isZero();
  }

  /** Calls every method with the filter, and deletes in a transaction that is rolled back. */
  private void assertAnswers(List<E> rows, F filter) {
    List<E> expected = matching(rows, filter);

    assertThat(filterable().find(filter)).as(String.valueOf(filter)).isEqualTo(expected);
    assertThat(filterable().count(filter)).isEqualTo(expected.size());
    try (Stream<E> stream = filterable().stream(filter)) {
      assertThat(stream.toList()).isEqualTo(expected);
    }
    var page = filterable().findPage(filter, PaginationParams.builder().limit(ROWS).build());
    assertThat(page.items()).containsExactlyInAnyOrderElementsOf(expected);
    var slice = filterable().findSlice(filter, SliceParams.builder().limit(ROWS).build());
    assertThat(slice.items()).isEqualTo(page.items());

    List<I> ids = rows.stream().map(Entity::id).toList();
    undone(
        tx -> {
          FilterablePaginatedRepository<E, F> inside = fixture().filterable(tx);
          if (fixture().saysNothing(filter)) {
            assertDeleteRefused(inside, filter);
          } else {
            assertThat(inside.delete(filter)).isEqualTo(expected.size());
            assertThat(fixture().repository(tx).findAllById(ids))
                .isEqualTo(rows.stream().filter(row -> !expected.contains(row)).toList());
          }
        });
  }

  private List<String> members() {
    return Components.names(fixture().noFilter.getClass());
  }

  private List<E> matching(List<E> rows, F filter) {
    return rows.stream().filter(row -> fixture().matches(filter, row)).toList();
  }
}
