package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.ChildJvm;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  private static Process start(String url) throws IOException {
    return ChildJvm.running(List.of("-Xmx96m"), OpeningProcess.class, List.of(url))
        .redirectErrorStream(false)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
