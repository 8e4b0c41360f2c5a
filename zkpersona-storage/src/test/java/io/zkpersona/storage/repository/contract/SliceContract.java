package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.Cursor;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.Secret;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.EntityFixture.Sort;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Slices by cursor, compared with a list sorted in Java. */
interface SliceContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends PageContract<E, I, F> {

  String URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  @Test
  default void forwardsAndBackwardsEachRowIsSeenOnce() {
    List<E> rows = stored(45);
    for (F filter : List.of(fixture().noFilter, someFilter(rows))) {
      for (Sort<E> sort : fixture().sorts()) {
        for (SortOrder order : SortOrder.values()) {
          List<E> expected = ordered(rows, filter, sort, order);
          for (int size : new int[] {1, 3, 7, expected.size(), expected.size() + 1}) {
            assertWalks(filter, new SliceParams(size, null, sort.name(), order), expected);
          }
        }
      }
    }
  }

  @Test
  default void forwardsAndBackwardsEachRowOfATimeIsSeenOnce() {
    List<E> rows = stored(45);
    for (F filter : timedFilters(rows)) {
      for (Sort<E> sort : fixture().sorts()) {
        for (SortOrder order : SortOrder.values()) {
          SliceParams params = new SliceParams(3, null, sort.name(), order);
          assertWalks(filter, params, ordered(rows, filter, sort, order));
        }
      }
    }
  }

  private void assertWalks(F filter, SliceParams params, List<E> expected) {
    List<Slice<E>> forwards = new ArrayList<>();
    Slice<E> slice = slice(filter, params);
    assertThat(slice.hasPrevious()).isFalse();
    forwards.add(slice);
    while (slice.hasNext()) {
      slice = slice(filter, params.withCursor(slice.nextCursor().orElseThrow()));
      assertThat(slice.hasPrevious()).isTrue();
      forwards.add(slice);
    }
    assertThat(items(forwards)).isEqualTo(expected);
    assertThat(forwards).hasSize((expected.size() + params.limit() - 1) / params.limit());

    List<Slice<E>> backwards = new ArrayList<>();
    backwards.add(slice);
    while (slice.hasPrevious()) {
      slice = slice(filter, params.withCursor(slice.previousCursor().orElseThrow()));
      assertThat(slice.hasNext()).isTrue();
      backwards.add(slice);
    }
    Collections.reverse(backwards);
    assertThat(items(backwards)).isEqualTo(expected);
    assertThat(backwards).hasSameSizeAs(forwards);
  }

  private Slice<E> slice(F filter, SliceParams params) {
    return filter.equals(fixture().noFilter)
        ? filterable().findSlice(params)
        : filterable().findSlice(filter, params);
  }

  private static <E> List<E> items(List<Slice<E>> slices) {
    return slices.stream().flatMap(slice -> slice.items().stream()).toList();
  }

  @Test
  default void anEmptyTableHasAnEmptySliceWithoutNeighbours() {
    Slice<E> slice = filterable().findSlice(SliceParams.firstSlice());

    assertThat(slice.items()).isEmpty();
    assertThat(slice.hasNext()).isFalse();
    assertThat(slice.hasPrevious()).isFalse();
  }

  @Test
  default void aCursorLeadsOnWhenItsRowIsGone() {
    List<E> rows = stored(30);
    Sort<E> sort = fixture().sorts().get(0);
    List<E> expected = ordered(rows, fixture().noFilter, sort, SortOrder.DESCENDING);
    Slice<E> first = filterable().findSlice(three());

    repository().deleteById(expected.get(2).id());

    Slice<E> second = filterable().findSlice(three().withCursor(next(first)));
    assertThat(second.items()).isEqualTo(expected.subList(3, 6));
    Slice<E> back =
        filterable().findSlice(three().withCursor(second.previousCursor().orElseThrow()));
    assertThat(back.items()).isEqualTo(expected.subList(0, 2));
    assertThat(back.hasPrevious()).isFalse();
  }

  @Test
  default void aMadeUpCursorIsRefused() {
    stored(10);
    List<String> forged =
        new ArrayList<>(List.of("x", "abc", "_-_-", "....", "~", "A".repeat(999)));
    Stream.of("N|2024-01-01T00:00:00Z|" + fixture().newId.get().value(), "", "N||", "|")
        .map(text -> ("123456789012" + text).getBytes(StandardCharsets.UTF_8))
        .map(bytes -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
        .forEach(forged::add);

    forged.forEach(text -> assertRefused(three().withCursor(new Cursor(text))));
  }

  @Test
  default void aCursorWithOneCharacterChangedIsRefused() {
    stored(40);
    for (Sort<E> sort : fixture().sorts()) {
      SliceParams params = SliceParams.builder().limit(1).sortBy(sort.name()).build();
      for (Cursor cursor : cursorsOfEachLength(params)) {
        for (String changed : changed(cursor.value())) {
          assertRefused(params.withCursor(new Cursor(changed)));
        }
      }
    }
  }

  private Collection<Cursor> cursorsOfEachLength(SliceParams params) {
    Map<Integer, Cursor> cursors = new HashMap<>();
    Slice<E> slice = filterable().findSlice(params);
    while (slice.hasNext()) {
      cursors.put(next(slice).value().length(), next(slice));
      slice = filterable().findSlice(params.withCursor(next(slice)));
    }
    return cursors.values();
  }

  /**
   * Returns the cursor with each character replaced in turn: the last, which may hold spare bits,
   * by every other one.
   */
  private static List<String> changed(String cursor) {
    List<String> changed = new ArrayList<>(List.of(cursor + "A", cursor + cursor, cursor + "."));
    for (int i = 0; i < cursor.length(); i++) {
      int step = i == cursor.length() - 1 ? 1 : 17;
      for (int j = 0; j < URL_SAFE.length(); j += step) {
        if (URL_SAFE.charAt(j) != cursor.charAt(i)) {
          changed.add(cursor.substring(0, i) + URL_SAFE.charAt(j) + cursor.substring(i + 1));
        }
      }
      if (i > 0) {
        changed.add(cursor.substring(0, i));
      }
    }
    return changed;
  }

  @Test
  default void aCursorOfAnotherQuestionIsRefused() {
    List<E> rows = stored(40);
    F filter = someFilter(rows);
    Cursor cursor = next(filterable().findSlice(three()));
    Cursor filtered = next(filterable().findSlice(filter, three()));

    assertRefused(three().withCursor(filtered));
    assertThatThrownBy(() -> filterable().findSlice(filter, three().withCursor(cursor)))
        .isInstanceOf(InvalidCursorException.class);
    assertRefused(three().withCursor(cursor).withOrder(SortOrder.ASCENDING));
    assertRefused(three().withCursor(cursor).withSortBy(fixture().sorts().get(1).name()));
    assertRefused(three().withCursor(foreignCursor()));

    assertThat(filterable().findSlice(three().withCursor(cursor).withLimit(5)).items()).hasSize(5);
    assertThat(
            filterable()
                .findSlice(three().withCursor(cursor).withSortBy(fixture().sorts().get(0).name()))
                .items())
        .hasSize(3);
  }

  /** Returns a cursor of another entity, which may have a sort column of the same name. */
  private Cursor foreignCursor() {
    Repositories all = repositories();
    SliceParams byCreation = SliceParams.builder().limit(1).sortBy("createdAt").build();
    if (fixture().entityType.equals("user")) {
      all.behaviorSessions()
          .saveAll(List.of(BehaviorSession.builder().build(), BehaviorSession.builder().build()));
      return next(all.behaviorSessions().findSlice(byCreation));
    }
    all.users().saveAll(List.of(User.builder().build(), User.builder().build()));
    return next(all.users().findSlice(byCreation));
  }

  @Test
  default void aCursorHoldsForEveryManagerWithTheSameKey() {
    List<E> rows = stored(20);
    List<E> expected =
        ordered(rows, fixture().noFilter, fixture().sorts().get(0), SortOrder.DESCENDING);
    Cursor unkeyed = next(filterable().findSlice(three()));
    Cursor keyed;

    try (DatabaseManager other = database().open();
        DatabaseManager one = openWithKey("a key of thirty-two characters!!")) {
      assertThat(sliceAfter(other, unkeyed).items()).isEqualTo(expected.subList(3, 6));
      keyed = next(fixture().filterable(repositoriesOf(one)).findSlice(three()));
      assertRefused(three().withCursor(keyed));
      assertThatThrownBy(() -> sliceAfter(one, unkeyed)).isInstanceOf(InvalidCursorException.class);
    }
    try (DatabaseManager same = openWithKey("a key of thirty-two characters!!");
        DatabaseManager another = openWithKey("another one, of 32 characters...")) {
      assertThat(sliceAfter(same, keyed).items()).isEqualTo(expected.subList(3, 6));
      assertThatThrownBy(() -> sliceAfter(another, keyed))
          .isInstanceOf(InvalidCursorException.class);
    }
  }

  private DatabaseManager openWithKey(String key) {
    return DatabaseManager.open(database().config().cursorKey(Secret.of(key)).build());
  }

  private Slice<E> sliceAfter(DatabaseManager manager, Cursor cursor) {
    return fixture().filterable(repositoriesOf(manager)).findSlice(three().withCursor(cursor));
  }

  private static SliceParams three() {
    return SliceParams.builder().limit(3).build();
  }

  private static Cursor next(Slice<?> slice) {
    return slice.nextCursor().orElseThrow();
  }

  private void assertRefused(SliceParams params) {
    assertThatThrownBy(() -> filterable().findSlice(params))
        .as(() -> params.cursor() == null ? "" : params.cursor().value())
        .isInstanceOfSatisfying(
            InvalidCursorException.class,
            refused -> assertThat(refused.fields()).containsExactly("cursor"));
  }
}
