package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@NewestServerOnly
class ConcurrentStartIT {

  private static final int PROCESSES = 8;

  @Test
  void eightProcessesOnAnEmptyDatabaseAllComeUpAndEachMigrationRunsOnce()
      throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    try (TestDatabase database = TestDatabase.empty()) {
      List<BufferedReader> outputs = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        Process process = start(database.url());
        processes.add(process);
        outputs.add(process.inputReader(StandardCharsets.UTF_8));
      }
      for (BufferedReader output : outputs) {
        assertThat(output.readLine()).isEqualTo(OpeningProcess.READY);
      }
      for (Process process : processes) {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
      }

      for (BufferedReader output : outputs) {
        assertThat(output.lines())
            .containsExactly(OpeningProcess.OPENED + MigrationScripts.latest());
      }
      for (Process process : processes) {
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
      assertThat(
              database.query(
                  "SELECT version FROM zkpersona.zkpersona_schema_history"
                      + " WHERE version IS NOT NULL ORDER BY installed_rank"))
          .isEqualTo(MigrationScripts.versions());
      assertThat(database.query("SELECT migration FROM zkpersona.library_compatibility"))
          .containsExactly("8");
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  /** Starts a process. The class path is passed by environment, as it may exceed a command line. */
  private static Process start(String url) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx96m",
            OpeningProcess.class.getName(),
            url);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder.start();
  }
}
