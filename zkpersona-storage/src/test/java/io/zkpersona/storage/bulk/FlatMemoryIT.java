package io.zkpersona.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.user.ManyUsersProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that do not fit in memory as a list are processed as a stream. */
@NewestServerOnly
public class FlatMemoryIT {

  private static final int OUT_OF_MEMORY = 3;

  @Test
  void manyTimesWhatFitsIntoMemoryIsStreamedInAndOutAndChanged() throws Exception {
    try (TestDatabase database = TestDatabase.migrated()) {
      Process process = start(FlatMemoryProcess.class, database, "stream");

      assertThat(output(process)).contains("done");
      assertThat(process.waitFor()).isZero();
      assertThat(database.queryOne("SELECT count(*) FROM zkpersona.behavior_inputs"))
          .isEqualTo("0");
    }
  }

  /** Otherwise the test above would prove nothing. */
  @Test
  void theSameRowsAsAListDoNotFit() throws Exception {
    try (TestDatabase database = TestDatabase.migrated()) {
      Process process = start(FlatMemoryProcess.class, database, "list");

      assertThat(output(process)).contains("OutOfMemoryError").doesNotContain("saved");
      assertThat(process.waitFor()).isEqualTo(OUT_OF_MEMORY);
    }
  }

  /** The users are held in memory, each once. */
  @Test
  void theUsersOfAHundredThousandWalletsFit() throws Exception {
    try (TestDatabase database = TestDatabase.migrated()) {
      Process process = start(ManyUsersProcess.class, database);

      assertThat(output(process)).contains("done");
      assertThat(process.waitFor()).isZero();
      assertThat(database.queryOne("SELECT count(*) FROM zkpersona.users")).isEqualTo("100000");
    }
  }

  /** Starts a program. The class path is passed by environment, as it may exceed a command line. */
  private static Process start(Class<?> program, TestDatabase database, String... how)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            program.getName(),
            database.url());
    builder.command().addAll(List.of(how));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectErrorStream(true).start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
