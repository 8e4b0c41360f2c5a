package io.zkpersona.storage.cut;

import static io.zkpersona.storage.cut.CutCase.Repeat.HARMLESS;
import static io.zkpersona.storage.cut.CutCase.step;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.storage.repository.Repositories;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The recording of changes, switched on and off. */
final class CutCasesOfChanges {

  private static final Set<ChangedEntity> ROLE = Set.of(ChangedEntity.ROLE);

  /** No case that follows writes them, so that nothing is recorded even if a cut left it on. */
  private static final Set<ChangedEntity> GRANTS = Set.of(ChangedEntity.USER_ROLE);

  private CutCasesOfChanges() {}

  static Stream<CutCase> all() {
    return Stream.of(
        step(
            "changes start recording",
            given(false),
            (all, none) -> all.changes().startRecording(GRANTS),
            HARMLESS),
        step(
            "changes stop recording",
            given(true),
            (all, none) -> all.changes().stopRecording(GRANTS),
            HARMLESS));
  }

  /** Seals three blocks of one change each; returns the position of the last change. */
  static long sealed(Repositories all) {
    long last = 0;
    for (int block = 1; block <= 3; block++) {
      last = changed(all, block);
      all.changes().seals().seal();
    }
    return last;
  }

  /** Makes a change that is recorded; returns its position. */
  static long changed(Repositories all, int number) {
    all.changes().startRecording(ROLE);
    Role role = all.roles().create(id -> Role.builder().id(id).name("sealed " + number).build());
    all.changes().stopRecording(ROLE);
    ChangeFilter filter = ChangeFilter.builder().entityId(role.id().value()).build();
    return all.changes().findSlice(filter, SliceParams.firstSlice()).items().get(0).position();
  }

  private static Function<Repositories, Boolean> given(boolean recorded) {
    return all -> {
      all.changes().stopRecording(GRANTS);
      if (recorded) {
        all.changes().startRecording(GRANTS);
      }
      return recorded;
    };
  }
}
