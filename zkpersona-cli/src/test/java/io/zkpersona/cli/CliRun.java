package io.zkpersona.cli;

import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Terminal;
import io.zkpersona.cli.testing.Person;
import io.zkpersona.cli.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The result of a command: its exit code and what it printed. */
@SuppressWarnings("ArrayRecordComponent")
record CliRun(int exitCode, byte[] bytes, String err) {

  String out() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static CliRun of(TestDatabase database, String... args) {
    return of(Map.of("DATABASE_URL", database.url()), Person.nobody(), "", args);
  }

  static CliRun of(Map<String, String> environment, Terminal terminal, String in, String... args) {
    return of(environment, terminal, in.getBytes(StandardCharsets.UTF_8), args);
  }

  static Surroundings surroundings(Map<String, String> environment, Terminal terminal) {
    return new Surroundings(
        environment, InputStream.nullInputStream(), System.out, System.err, terminal);
  }

  static CliRun of(Map<String, String> environment, Terminal terminal, byte[] in, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        ZkPersonaCli.run(
            new Surroundings(
                environment,
                new ByteArrayInputStream(in),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal),
            args);
    return new CliRun(exitCode, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }
}
