package io.zkpersona.storage.cut;

import io.zkpersona.storage.cut.CutCase.Extent;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.user.UserFixture;
import java.util.stream.Stream;

/** Nearly every method of every repository, called once. */
public final class EveryCall {

  private EveryCall() {}

  /** Returns the calls that manage their transactions themselves, each with the rows it needs. */
  static Stream<CutCase> all() {
    return Stream.of(
            ReadCases.all(),
            CutCasesOfEntity.reads(),
            CutCasesOfSteps.all(),
            CutCasesOfBulk.all(),
            CutCasesOfProofs.all(),
            CutCasesOfRollup.all(),
            CutCasesOfChanges.all(),
            CutCasesOfFeed.reads(),
            CutCasesOfFeed.all(),
            CutCasesOfEntity.of(new UserFixture()),
            CutCasesOfEntity.others())
        .flatMap(cases -> cases)
        .filter(call -> call.extent() != Extent.IN_TRANSACTION);
  }

  /**
   * Makes all calls.
   *
   * @param before runs before each call, to delete the rows of the one before
   */
  public static void on(Repositories repositories, Runnable before) {
    all()
        .forEach(
            call -> {
              before.run();
              call.given().apply(repositories).by(repositories);
            });
  }
}
