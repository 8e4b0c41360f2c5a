package io.zkpersona.storage.cut;

import static io.zkpersona.storage.cut.CutCase.Repeat.HARMLESS;
import static io.zkpersona.storage.cut.CutCase.step;

import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.storage.repository.Repositories;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The recording of changes, switched on and off. */
final class CutCasesOfChanges {

  private static final Set<ChangedEntity> ROLES = Set.of(ChangedEntity.ROLE);

  private CutCasesOfChanges() {}

  static Stream<CutCase> all() {
    return Stream.of(
        step(
            "changes start recording",
            given(false),
            (all, none) -> all.changes().startRecording(ROLES),
            HARMLESS),
        // The last case, so that the writes of other cases are not recorded.
        step(
            "changes stop recording",
            given(true),
            (all, none) -> all.changes().stopRecording(ROLES),
            HARMLESS));
  }

  private static Function<Repositories, Boolean> given(boolean recorded) {
    return all -> {
      all.changes().stopRecording(ROLES);
      if (recorded) {
        all.changes().startRecording(ROLES);
      }
      return recorded;
    };
  }
}
