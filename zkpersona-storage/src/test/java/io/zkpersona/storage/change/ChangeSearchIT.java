package io.zkpersona.storage.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.domain.user.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Recorded changes are found by anything of them. */
class ChangeSearchIT extends ChangeFixture {

  @Test
  void changesAreFoundByAnythingOfThemInSlices() {
    changes().startRecording(Set.of(ChangedEntity.USER, ChangedEntity.ROLE));
    List<User> users = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      User user = all().as(i % 2 == 0 ? ACTOR : OTHER).users().save(User.builder().build());
      users.add(all().as(OTHER).users().update(user.id(), current -> current));
    }
    all().as(ACTOR).roles().create(id -> Role.builder().id(id).name("one").build());
    List<Change> whole = recorded();
    assertThat(whole).hasSize(15);
    User one = users.get(1);
    Instant middle = whole.get(6).at();

    for (ChangeFilter filter :
        List.of(
            ChangeFilter.none(),
            ChangeFilter.builder().actorId(ACTOR).build(),
            ChangeFilter.builder().actorId(OTHER).from(middle).build(),
            ChangeFilter.builder().userId(one.id()).build(),
            ChangeFilter.builder().entityId(one.id().value()).until(middle).build(),
            ChangeFilter.builder().entity(ChangedEntity.ROLE).build(),
            ChangeFilter.builder().operation(ChangeOperation.UPDATE).build(),
            ChangeFilter.builder().from(middle).until(middle.plusSeconds(60)).build())) {
      List<Change> wanted = whole.stream().filter(change -> matches(filter, change)).toList();
      assertThat(wanted).as("%s", filter).isNotEmpty();
      for (int limit : new int[] {1, 4, 1_000}) {
        List<Change> found = new ArrayList<>();
        SliceParams params = SliceParams.builder().order(SortOrder.ASCENDING).limit(limit).build();
        Slice<Change> slice = changes().findSlice(filter, params);
        found.addAll(slice.items());
        while (slice.hasNext()) {
          slice =
              changes()
                  .findSlice(
                      filter, params.toBuilder().cursor(slice.nextCursor().orElseThrow()).build());
          found.addAll(slice.items());
        }
        assertThat(found).as("%s", filter).isEqualTo(wanted);
      }
    }
  }

  private static boolean matches(ChangeFilter filter, Change change) {
    return (filter.actorId() == null || filter.actorId().equals(change.actorId()))
        && (filter.userId() == null || filter.userId().equals(change.userId()))
        && (filter.entity() == null || filter.entity() == change.entity())
        && (filter.entityId() == null || filter.entityId().equals(change.entityId()))
        && (filter.operation() == null || filter.operation() == change.operation())
        && (filter.from() == null || !change.at().isBefore(filter.from()))
        && (filter.until() == null || change.at().isBefore(filter.until()));
  }
}
