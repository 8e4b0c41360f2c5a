package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.ChildJvm;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs whose default locale has its own digits or lower-case rules. */
@NewestServerOnly
class LocaleIT {

  @ParameterizedTest
  @CsvSource({"ar, EG, u-nu-arab, ١٢", "th, TH, u-nu-thai, ๑๒", "tr, TR, '', 12"})
  void whatIsForTheServerAndForMessagesIsTheSameInEveryLocale(
      String language, String country, String extensions, String twelve) throws Exception {
    try (TestDatabase database = TestDatabase.empty()) {
      assertPlain(run(language, country, extensions, database.url()), twelve);

      assertThat(
              database.query(
                  "SELECT version FROM zkpersona.zkpersona_schema_history"
                      + " WHERE version IS NOT NULL ORDER BY installed_rank"))
          .isEqualTo(MigrationScripts.versions());
    }
  }

  @Test
  void theVersionOfAnAdoptedDatabaseIsWrittenInPlainDigits() throws Exception {
    try (TestDatabase database = TestDatabase.empty()) {
      MigrationScripts.runTo(database, "public", "0006");

      assertPlain(run("fa", "IR", "", database.url(), "public", "6"), "۱۲");

      assertThat(
              database.queryOne(
                  "SELECT version FROM zkpersona_schema_history WHERE type = 'BASELINE'"))
          .isEqualTo("0006");
    }
  }

  /** Asserts plain ASCII output. The first line shows that the program ran in its locale. */
  private static void assertPlain(List<String> lines, String twelve) {
    assertThat(lines.get(0)).startsWith(twelve + " in digits");
    assertThat(lines).last().isEqualTo(LocaleProcess.DONE);
    assertThat(lines).hasSizeGreaterThan(15);
    assertThat(lines.subList(1, lines.size()))
        .allMatch(line -> line.chars().allMatch(character -> character < 128));
  }

  private static List<String> run(
      String language, String country, String extensions, String... arguments)
      throws IOException, InterruptedException {
    List<String> options =
        List.of(
            "-Xmx128m",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Duser.language=" + language,
            "-Duser.country=" + country,
            "-Duser.extensions=" + extensions);
    return ChildJvm.outputOf(ChildJvm.running(options, LocaleProcess.class, List.of(arguments)))
        .lines()
        .toList();
  }
}
