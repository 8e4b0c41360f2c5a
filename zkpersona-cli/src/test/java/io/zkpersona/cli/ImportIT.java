package io.zkpersona.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.cli.testing.Person;
import io.zkpersona.cli.testing.TestDatabase;
import io.zkpersona.domain.access.Role;
import io.zkpersona.storage.DatabaseManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportIT {

  private static final String HEADER = "{\"zkpersona\":{\"format\":1,\"entity\":\"roles\"}}\n";

  private TestDatabase database;

  @TempDir private Path folder;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.migrated();
  }

  private CliRun imported(String content, String... options) {
    return imported(content.getBytes(StandardCharsets.UTF_8), options);
  }

  private CliRun imported(byte[] content, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "import";
    args[1] = "-";
    System.arraycopy(options, 0, args, 2, options.length);
    return CliRun.of(Map.of("DATABASE_URL", database.url()), Person.nobody(), content, args);
  }

  private static String role(int number, String members) {
    return "{\"id\":\"01920000-0000-7000-8000-%012d\"%s}\n".formatted(number, members);
  }

  private static String last(int rows) {
    return "{\"zkpersona\":{\"rows\":" + rows + "}}\n";
  }

  private List<Role> roles() {
    try (DatabaseManager manager = database.open()) {
      return manager.repositories().roles().findAll();
    }
  }

  @Test
  void countsRowsWithOtherContentAndLeavesThem() {
    assertThat(imported(HEADER + role(1, ",\"name\":\"one\"") + last(1)).exitCode()).isZero();

    CliRun run =
        imported(HEADER + role(1, ",\"name\":\"other\"") + role(2, ",\"name\":\"two\"") + last(2));

    assertThat(run.out())
        .isEqualTo(
            "roles: 2 rows read, 1 inserted, 0 were there, 1 were there with other content\n");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(roles()).extracting(Role::name).containsExactly("one", "two");
  }

  @Test
  void noticesThatTheEndIsMissing() {
    CliRun cut = imported(HEADER + role(1, ",\"name\":\"one\""));
    assertThat(cut.exitCode()).isEqualTo(1);
    assertThat(cut.err())
        .isEqualTo(
            "error: -: its end is missing after 1 rows (expected: the last line, with the number of"
                + " rows; export it again)\n");

    CliRun fewer = imported(HEADER + last(1));
    assertThat(fewer.exitCode()).isEqualTo(1);

    CliRun csv =
        imported(
            """
            # zkpersona format=1 entity=roles
            "id","name"
            "01920000-0000-7000-8000-000000000001","one"
            """);
    assertThat(csv.exitCode()).isEqualTo(1);
  }

  @Test
  void noticesThatACompressedFileIsCut() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(
          (HEADER + role(1, ",\"name\":\"one\"") + last(1)).getBytes(StandardCharsets.UTF_8));
    }
    byte[] all = bytes.toByteArray();
    CliRun run = imported(java.util.Arrays.copyOf(all, all.length - 12));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: ").hasLineCount(1);
    assertThat(imported(all).exitCode()).isZero();
  }

  @Test
  void keepsCommittedChunksAndContinuesAfterTheCauseIsRemoved() {
    String good = role(1, ",\"name\":\"one\"") + role(2, ",\"name\":\"two\"");
    CliRun failed = imported(HEADER + good + "{\"id\":\"secret\"}\n" + last(3), "--chunk", "2");
    assertThat(failed.err())
        .isEqualTo(
            "error: ZKP-505 row 3: id: of another form (expected: a UUID); 2 rows are"
                + " committed (expected: all; remove the cause and import again, which leaves them as they are)\n");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(roles()).hasSize(2);

    CliRun repeated = imported(HEADER + good + role(3, ",\"name\":\"three\"") + last(3));
    assertThat(repeated.out()).startsWith("roles: 3 rows read, 1 inserted, 2 were there, 0");
    assertThat(repeated.exitCode()).isZero();
  }

  @Test
  void namesTheRowAndNeverItsContent() {
    Map<String, String> broken =
        Map.of(
            "secret",
            "row 1: not a JSON object (expected: one in each line)",
            "{\"name\":\"secret\"",
            "row 1: not a JSON object (expected: one in each line)",
            role(1, ",\"name\":\"secret\"").strip() + "{}",
            "row 1: not a JSON object (expected: one in each line)",
            role(1, ",\"name\":\"a\",\"name\":\"secret\""),
            "row 1: a member is named twice (expected: once)",
            role(1, ",\"name\":\"secret\",\"color\":1"),
            "row 1: color: unknown (expected: id, name, description, audit.createdBy",
            role(1, ",\"name\":\"secret\",\"e@mail\":1"),
            "row 1: a name of 6 characters: unknown (expected: ",
            role(1, ",\"name\":{\"secret\":1}"),
            "row 1: name: an object or array (expected: a single value)",
            role(1, ",\"name\":\"secret\",\"audit\":{\"createdAt\":\"secret\"}"),
            "row 1: audit.createdAt: of another form (expected: a time such as",
            role(1, ""),
            "row 1: name: null (expected: a value)",
            role(1, ",\"name\":\"secret\\u0000\""),
            "row 1: name: ");
    broken.forEach(
        (line, message) -> {
          CliRun run = imported(HEADER + line + "\n" + last(1));
          assertThat(run.err()).as(line).startsWith("error: ZKP-505 " + message).hasLineCount(1);
          assertThat(run.err()).doesNotContain("secret");
          assertThat(run.exitCode()).as(line).isEqualTo(1);
        });
    assertThat(roles()).isEmpty();
  }

  @Test
  void refusesWhatTheDatabaseRefuses() {
    assertThat(imported(HEADER + role(1, ",\"name\":\"one\"") + last(1)).exitCode()).isZero();
    CliRun run = imported(HEADER + role(2, ",\"name\":\"one\"") + last(1));
    assertThat(run.err()).startsWith("error: ZKP-201 row 1: ").hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(4);
  }

  @Test
  void readsCsvOfOthers() {
    CliRun run =
        imported(
            "\uFEFFname,id\r\n\"a, \"\"b\"\"\",01920000-0000-7000-8000-000000000001\r\n\r\n"
                + "plain,01920000-0000-7000-8000-000000000002\r\n",
            "--entity",
            "roles");
    assertThat(run.err()).isEmpty();
    assertThat(roles()).extracting(Role::name).containsExactly("a, \"b\"", "plain");
    assertThat(roles()).extracting(Role::description).containsOnlyNulls();
  }

  @Test
  void refusesCsvOfAnotherShape() {
    assertThat(imported("id,color\n1,2\n", "--entity", "roles").err())
        .startsWith("error: ZKP-505 column color: unknown (expected: id, name, ");
    assertThat(imported("id,name\n1\n", "--entity", "roles").err())
        .startsWith("error: ZKP-505 row 1: 1 fields (expected: 2)");
    assertThat(imported("id,name\n\"1\"x,2\n", "--entity", "roles").err())
        .startsWith("error: ZKP-505 row 1: not CSV (expected: ");
    assertThat(imported("id,id\n1,2\n", "--entity", "roles").exitCode()).isEqualTo(1);
    assertThat(imported("# other\nid,name\n", "--entity", "roles").err())
        .startsWith("error: ZKP-505 first line: a comment of another form");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] latin1 =
        (HEADER + role(1, ",\"name\":\"\u00fc\"") + last(1)).getBytes(StandardCharsets.ISO_8859_1);
    CliRun run = imported(latin1);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: bytes that are not UTF-8 (expected: UTF-8)");
    assertThat(run.err()).hasLineCount(1);
    byte[] csv = "id,name\n1,\u00fc\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(imported(csv, "--entity", "roles").err()).startsWith("error: bytes that are not");
    assertThat(roles()).isEmpty();
  }

  @Test
  void refusesFilesOfAnotherEntityOrFormat() throws IOException {
    assertThat(imported(HEADER + last(0), "--entity", "users").err())
        .startsWith("error: -: holds roles (expected: users, as --entity says)");
    assertThat(imported("{}\n").err()).startsWith("error: -: names no entity (expected: --entity");
    assertThat(imported("").exitCode()).isEqualTo(2);
    assertThat(imported("{\"zkpersona\":{\"format\":2,\"entity\":\"roles\"}}\n").err())
        .startsWith("error: ZKP-505 format: 2 (expected: 1; use the release that wrote the file)");
    assertThat(imported("{\"zkpersona\":{\"format\":1,\"entity\":\"cats\"}}\n").err())
        .startsWith("error: entity: cats (expected: one of users, ");
    Path missing = folder.resolve("missing");
    assertThat(CliRun.of(database, "import", missing.toString()).err())
        .isEqualTo(
            "error: " + missing + ": no such file or directory (expected: an existing one)\n");
    assertThat(CliRun.of(database, "import", folder.toString()).exitCode()).isEqualTo(1);
    assertThat(imported(HEADER, "--chunk", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void replacesAnExistingFileOnlyOnRequest() throws IOException {
    Path file = Files.writeString(folder.resolve("roles.ndjson"), "kept");
    CliRun refused = CliRun.of(database, "export", "roles", "--out", file.toString());
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(file).hasContent("kept");

    CliRun run = CliRun.of(database, "export", "roles", "--out", file.toString(), "--overwrite");
    assertThat(run.exitCode()).isZero();
    assertThat(file).hasContent(HEADER + last(0));

    CliRun nowhere =
        CliRun.of(database, "export", "roles", "--out", folder.resolve("no/file").toString());
    assertThat(nowhere.err()).contains("does not exist (expected: an existing one)");
    assertThat(nowhere.exitCode()).isEqualTo(1);
  }

  @Test
  void leavesNoFileBehindAfterAFailure() throws IOException {
    database.execute("ALTER TABLE zkpersona.roles RENAME COLUMN name TO gone");
    CliRun run =
        CliRun.of(database, "export", "roles", "--out", folder.resolve("roles.csv").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: ZKP-599 ").hasLineCount(1);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void drawsProgressOnATerminalOnly() {
    String file = folder.resolve("roles.csv").toString();
    Person somebody = Person.answering("yes");
    Map<String, String> environment = Map.of("DATABASE_URL", database.url());
    CliRun exported = CliRun.of(environment, somebody, "", "export", "roles", "--out", file);
    assertThat(exported.err()).contains("roles").endsWith("\r");
    CliRun imported = CliRun.of(environment, somebody, "", "import", file);
    assertThat(imported.err()).contains("import").endsWith("\r");
    assertThat(imported.out()).hasLineCount(1);

    assertThat(CliRun.of(environment, somebody, "", "export", "roles").err()).isEmpty();
    assertThat(CliRun.of(database, "import", file).err()).isEmpty();
    assertThat(somebody.questions()).isEmpty();
  }
}
