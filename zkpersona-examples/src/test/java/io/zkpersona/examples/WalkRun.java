package io.zkpersona.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * A run of the whole command in this JVM.
 *
 * @param exitCode the exit code of the command
 * @param out its standard output
 * @param err its error output
 */
record WalkRun(int exitCode, String out, String err) {

  static WalkRun of(Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        WalkCommand.run(
            environment,
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false,
            args);
    return new WalkRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }
}
