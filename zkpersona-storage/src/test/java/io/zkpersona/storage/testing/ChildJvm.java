package io.zkpersona.storage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the tests in a JVM of its own, which starts fast and has this JVM's class path. */
public final class ChildJvm {

  private ChildJvm() {}

  /** Prepares a JVM that runs a program; its errors go where its output goes. */
  public static ProcessBuilder running(
      List<String> options, Class<?> program, List<String> arguments) {
    List<String> all = new ArrayList<>(options);
    all.add(program.getName());
    all.addAll(arguments);
    ProcessBuilder builder = command(all);
    // Not on the command line, for which it may be too long.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder;
  }

  /** Prepares a JVM with options and arguments as they are; it has no class path but theirs. */
  public static ProcessBuilder command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /** Returns the whole output of a process that ends by itself. */
  public static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Runs a JVM to its end, which has to be a good one, and returns its output. */
  public static String outputOf(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    String output = output(process);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
