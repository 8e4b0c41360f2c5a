package io.zkpersona.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.cli.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnableJarIT {

  private static final String JAR = System.getProperty("zkpersona.cli.jar");

  /** More than the heap holds. */
  private static final int ROWS = 50_000;

  @TempDir private Path folder;

  private record Ended(int exitCode, String out, String err) {}

  private Ended java(TestDatabase database, List<String> options, String... args) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-jar", JAR));
    command.addAll(List.of(args));
    return run(Map.of("DATABASE_URL", database.url()), command);
  }

  private Ended run(Map<String, String> environment, List<String> command) throws Exception {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    int exitCode = process.waitFor();
    return new Ended(
        exitCode,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void migratesAndPrintsNothingButItsResult() throws Exception {
    Ended run = java(TestDatabase.empty(), List.of(), "migrate");
    assertThat(run.err).isEmpty();
    assertThat(run.out).matches("schema zkpersona is at version \\d{4}\n");
    assertThat(run.exitCode).isZero();
  }

  @Test
  void knowsItsVersionAndLogsOnRequest() throws Exception {
    TestDatabase database = TestDatabase.empty();
    assertThat(java(database, List.of(), "--version").out).matches("zkpersona \\d.*\n");
    assertThat(java(database, List.of(), "migrate", "--verbose").err)
        .contains("FlywayRun - schema zkpersona: migrated from version none ");
  }

  @Test
  void memoryStaysFlat() throws Exception {
    TestDatabase source = TestDatabase.migrated();
    TestDatabase target = TestDatabase.migrated();
    source.execute(
        "INSERT INTO zkpersona.behavior_inputs (id, input_data, \"timestamp\") SELECT gen_random_uuid(),"
            + " jsonb_build_object('n', i, 'text', repeat('x', 2000)), now() FROM generate_series(1, "
            + ROWS
            + ") i");
    List<String> heap = List.of("-Xmx64m");
    String file = folder.resolve("inputs.csv.gz").toString();

    Ended exported = java(source, heap, "export", "inputs", "--out", file);
    assertThat(exported.err).isEmpty();
    assertThat(exported.out).startsWith("inputs: " + ROWS + " rows exported");

    Ended imported = java(target, heap, "import", file);
    assertThat(imported.err).isEmpty();
    assertThat(imported.out).startsWith("inputs: " + ROWS + " rows read, " + ROWS + " inserted");
  }

  @Test
  void endsIfNobodyReadsItsOutput() throws Exception {
    TestDatabase source = TestDatabase.migrated();
    source.execute(
        "INSERT INTO zkpersona.roles (id, name) SELECT gen_random_uuid(), 'role ' || i FROM"
            + " generate_series(1, 20000) i");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Ended run =
        run(
            Map.of("DATABASE_URL", source.url()),
            List.of(
                "bash",
                "-c",
                "\""
                    + java
                    + "\" -jar \""
                    + JAR
                    + "\" export roles | head -1; exit ${PIPESTATUS[0]}"));
    assertThat(run.out).isEqualTo("{\"zkpersona\":{\"format\":1,\"entity\":\"roles\"}}\n");
    assertThat(run.err).startsWith("error: standard output: closed").hasLineCount(1);
    assertThat(run.exitCode).isEqualTo(1);
  }

  @Test
  void completesCommandsOptionsAndEntities() throws Exception {
    Path script = folder.resolve("completion");
    Files.writeString(script, java(TestDatabase.empty(), List.of(), "generate-completion").out);
    Ended checked = run(Map.of(), List.of("bash", "-n", script.toString()));
    assertThat(checked.err).isEmpty();
    assertThat(checked.exitCode).isZero();

    assertThat(completed(script, "zkpersona", "par")).contains("partitions");
    assertThat(completed(script, "zkpersona", "export", "--ov")).contains("--overwrite");
    assertThat(completed(script, "zkpersona", "partitions", "dr")).contains("drop");
    assertThat(completed(script, "zkpersona", "export", "sco")).contains("scores");
  }

  private String completed(Path script, String... words) throws Exception {
    String line =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_zkpersona; echo \"${COMPREPLY[@]}\""
            .formatted(script, String.join(" ", words), words.length - 1);
    return run(Map.of(), List.of("bash", "-c", line)).out;
  }

  @Test
  void holdsLicencesAndNoSignatures() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertThat(names).doesNotHaveDuplicates();
      assertThat(names).noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"));
      assertThat(names).noneMatch(name -> name.endsWith("module-info.class"));
      assertThat(names).contains("LICENSE");
      assertThat(text(jar, "META-INF/LICENSE"))
          .contains("PostgreSQL Global Development Group", "Apache License");
      assertThat(text(jar, "META-INF/NOTICE.txt")).contains("Apache Commons CSV");
      assertThat(text(jar, "META-INF/services/org.flywaydb.core.extensibility.Plugin"))
          .contains("postgresql", "org.flywaydb.core");
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
