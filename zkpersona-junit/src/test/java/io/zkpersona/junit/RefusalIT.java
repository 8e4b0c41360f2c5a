package io.zkpersona.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.user.User;
import io.zkpersona.junit.fixtures.Fixtures;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.transaction.Transaction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each refusal says what helps. */
class RefusalIT {

  @ZkPersonaTest
  static class UnknownType {
    @Test
    void test(Transaction transaction) {}
  }

  @ZkPersonaTest(database = DatabasePer.METHOD)
  static class BeforeItsDatabase {
    @BeforeAll
    static void before(UserRepository users) {}

    @Test
    void test() {}
  }

  @ZkPersonaTest(database = DatabasePer.METHOD)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {
    OneInstance(DatabaseManager manager) {}

    @Test
    void test() {}
  }

  static class OnAMethod {
    @Test
    @ExtendWith(ZkPersonaExtension.class)
    void test(UserRepository users) {}
  }

  static class BrokenStep {
    @RegisterExtension
    static final ZkPersonaExtension DATABASE =
        ZkPersonaExtension.builder().sql("SELECT 1").sql("CREATE TABEL x ()").build();

    @Test
    void test(UserRepository users) {}
  }

  static class MissingScript {
    @RegisterExtension
    static final ZkPersonaExtension DATABASE =
        ZkPersonaExtension.builder().script("db/gone.sql").build();

    @Test
    void test(UserRepository users) {}
  }

  @ZkPersonaTest(seed = 7)
  static class Failing {
    @Test
    void test(Fixtures fixtures) {
      User user = fixtures.user();
      throw new IllegalStateException("failed with " + user.username().value().length());
    }
  }

  @ZkPersonaTest
  static class Plain {
    @Test
    void test(UserRepository users) {
      users.count();
    }
  }

  @Test
  void aTypeThatIsNoParameter() {
    assertThat(message(UnknownType.class, Map.of()))
        .contains("Transaction is no parameter of ZkPersonaExtension")
        .contains("DatabaseManager", "UserRepository", "StoredFixtures");
  }

  @Test
  void aDatabaseBeforeThereIsOne() {
    assertThat(message(BeforeItsDatabase.class, Map.of()))
        .contains("no database yet for the parameter 0 of before", "@BeforeEach");
    assertThat(message(OneInstance.class, Map.of())).contains("no database yet");
  }

  @Test
  void anExtensionOfAMethod() {
    assertThat(message(OnAMethod.class, Map.of()))
        .contains("registered for single tests (expected: for the class");
  }

  @Test
  void aStepThatFails() {
    Throwable failure = only(BrokenStep.class, Map.of());
    assertThat(failure).hasStackTraceContaining("step 2 of 2 that fill the template failed");
    assertThat(failure).hasRootCauseInstanceOf(java.sql.SQLException.class);
    assertThat(message(MissingScript.class, Map.of()))
        .contains("db/gone.sql is not on the class path");
  }

  @Test
  void aServerThatIsNone() {
    assertThat(message(Plain.class, Map.of("zkpersona.junit.server", "oracle-secret")))
        .contains("zkpersona.junit.server: 13 characters")
        .doesNotContain("secret");
    assertThat(
            message(
                Plain.class,
                Map.of("zkpersona.junit.server", "postgresql://me:secret@localhost:1/x")))
        .contains("SQLSTATE 08001", "reachable")
        .doesNotContain("secret");
    assertThat(message(Plain.class, Map.of("zkpersona.junit.seed", "many")))
        .contains("zkpersona.junit.seed: 4 characters (expected: an integer of 64 bits)");
  }

  @Test
  void aFailedTestNamesTheSeed() {
    assertThat(only(Failing.class, Map.of()))
        .hasMessageStartingWith("failed with")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .hasSize(1)
                    .allMatch(
                        note ->
                            note.getMessage()
                                .contains(
                                    "seed of the fixtures was 7; repeat with"
                                        + " -Dzkpersona.junit.seed=7")));
    assertThat(only(Failing.class, Map.of("zkpersona.junit.seed", "8")).getSuppressed()[0])
        .hasMessageContaining("was 8");
  }

  private static Throwable only(Class<?> tests, Map<String, String> parameters) {
    List<Throwable> failures = Trials.failures(tests, parameters);
    assertThat(failures).hasSize(1);
    return failures.get(0);
  }

  private static String message(Class<?> tests, Map<String, String> parameters) {
    StringBuilder messages = new StringBuilder();
    for (Throwable at = only(tests, parameters); at != null; at = at.getCause()) {
      messages.append(at.getMessage()).append('\n');
    }
    return messages.toString();
  }
}
