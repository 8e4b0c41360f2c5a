package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.ChildJvm;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The output of a program that only opens, and so migrates, a database. */
@NewestServerOnly
class QuietStartIT {

  @Test
  void withoutAProviderOfSlf4jNothingIsPrintedButItsOwnWarning() throws Exception {
    try (TestDatabase database = TestDatabase.empty()) {
      assertThat(printed(database, false)).allMatch(line -> line.startsWith("SLF4J"));
    }
  }

  @Test
  void atInfoAMigrationRunIsOneLineAndNobodyGreets() throws Exception {
    try (TestDatabase database = TestDatabase.empty()) {
      assertThat(printed(database, true))
          .filteredOn(line -> !line.contains("com.zaxxer.hikari"))
          .singleElement()
          .asString()
          .contains(
              "INFO",
              "schema zkpersona: migrated from version none to " + MigrationScripts.latest());
      assertThat(printed(database, true)).allMatch(line -> line.contains("com.zaxxer.hikari"));
    }
  }

  private static List<String> printed(TestDatabase database, boolean provider)
      throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> provider || !entry.contains("slf4j-simple"))
            .collect(Collectors.joining(File.pathSeparator));
    ProcessBuilder builder =
        ChildJvm.running(
            List.of("-Xmx96m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=info"),
            OpeningProcess.class,
            List.of(database.url()));
    builder.environment().put("CLASSPATH", classPath);
    Process process = builder.start();
    process.getOutputStream().write('\n');
    process.getOutputStream().close();
    String output = ChildJvm.output(process);
    assertThat(process.waitFor()).as(output).isZero();
    return output
        .lines()
        .filter(line -> !line.equals(OpeningProcess.READY))
        .filter(line -> !line.startsWith(OpeningProcess.OPENED))
        .toList();
  }
}
