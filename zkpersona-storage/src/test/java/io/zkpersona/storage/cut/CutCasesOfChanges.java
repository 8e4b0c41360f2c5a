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
