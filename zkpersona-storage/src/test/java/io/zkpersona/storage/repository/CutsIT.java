package io.zkpersona.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.NewestServerOnly;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every write of every repository, with its connection cut behind each message that client and
 * server exchange: it is stored once or not at all, its caller hears which as far as that can be
 * known, and a repeat as documented leaves it stored once.
 */
@NewestServerOnly
class CutsIT {

  private static Cuts cuts;

  @BeforeAll
  static void open() throws SQLException {
    cuts = new Cuts();
  }

  @AfterAll
  static void close() throws SQLException {
    cuts.close();
  }

  @TestFactory
  Stream<DynamicTest> aWriteIsStoredOnceOrNotAtAllWhereverItIsCut() {
    return Stream.of(CutCasesOfKind.all(), CutCasesOfSteps.all(), CutCasesOfProofs.all(), CutCasesOfTransactions.all())
        .flatMap(Function.identity())
        .filter(write -> write.name().matches(System.getProperty("cuts", ".*")))
        .map(write -> DynamicTest.dynamicTest(write.name(), () -> cuts.everywhere(write)));
  }
}
