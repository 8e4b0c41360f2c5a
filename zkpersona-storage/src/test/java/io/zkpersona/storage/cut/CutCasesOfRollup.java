package io.zkpersona.storage.cut;

import static io.zkpersona.storage.cut.CutCase.Repeat.HARMLESS;
import static io.zkpersona.storage.cut.CutCase.call;
import static io.zkpersona.storage.cut.CutCase.step;

import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.References;
import java.util.function.Function;
import java.util.stream.Stream;

/** The counts of activity, switched on, made anew, added up and switched off. */
final class CutCasesOfRollup {

  private CutCasesOfRollup() {}

  static Stream<CutCase> all() {
    return Stream.of(
        step("rollup enable", given(false), (all, none) -> all.activityRollup().enable(), HARMLESS)
            .parted(),
        call("rollup rebuild", given(true), (all, none) -> all.activityRollup().rebuild(), HARMLESS)
            .parted(),
        call("rollup fold", given(true), (all, none) -> all.activityRollup().fold(), HARMLESS),
        // The last one: writes of others are not to be counted.
        step(
            "rollup disable",
            given(true),
            (all, none) -> all.activityRollup().disable(),
            HARMLESS));
  }

  /** An input; where the counts are on, one more that is still to be added up. */
  private static Function<Repositories, Boolean> given(boolean enabled) {
    return all -> {
      all.activityRollup().disable();
      all.behaviorInputs().save(References.input());
      if (enabled) {
        all.activityRollup().enable();
        all.behaviorInputs().save(References.input());
      }
      return enabled;
    };
  }
}
