package io.zkpersona.storage.cut;

import static io.zkpersona.storage.cut.CutCase.Repeat.HARMLESS;
import static io.zkpersona.storage.cut.CutCase.call;
import static io.zkpersona.storage.cut.CutCase.step;

import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.References;
import java.util.function.Function;
import java.util.stream.Stream;

/** The activity rollup: enabled, rebuilt, folded and disabled. */
final class CutCasesOfRollup {

  private CutCasesOfRollup() {}

  static Stream<CutCase> all() {
    return Stream.of(
        step(
                "rollup enable",
                given(false),
                (all, none) -> all.behaviorInputs().activityRollup().enable(ProgressListener.NONE),
                HARMLESS)
            .parted(),
        call(
                "rollup rebuild",
                given(true),
                (all, none) -> all.behaviorInputs().activityRollup().rebuild(ProgressListener.NONE),
                HARMLESS)
            .parted(),
        call(
            "rollup fold",
            given(true),
            (all, none) -> all.behaviorInputs().activityRollup().fold(),
            HARMLESS),
        // The last case, so that the writes of other cases are not counted.
        step(
            "rollup disable",
            given(true),
            (all, none) -> all.behaviorInputs().activityRollup().disable(),
            HARMLESS));
  }

  /** Stores an input and, if the rollup is enabled, one more that is not folded yet. */
  private static Function<Repositories, Boolean> given(boolean enabled) {
    return all -> {
      all.behaviorInputs().activityRollup().disable();
      all.behaviorInputs().save(References.input());
      if (enabled) {
        all.behaviorInputs().activityRollup().enable();
        all.behaviorInputs().save(References.input());
      }
      return enabled;
    };
  }
}
