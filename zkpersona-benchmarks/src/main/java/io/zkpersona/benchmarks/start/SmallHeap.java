package io.zkpersona.benchmarks.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program in a separate JVM with a small heap. */
public final class SmallHeap {

  private SmallHeap() {}

  /**
   * Runs a program to its end, on the class path of this JVM.
   *
   * @param heap the heap, in the notation of {@code -Xmx}
   * @param program a class with a main method
   * @param args the arguments of the program
   * @return the lines it printed; empty if it failed
   */
  public static List<String> run(String heap, Class<?> program, String... args)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(args));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> written;
    try (BufferedReader lines = child.inputReader()) {
      written = lines.lines().toList();
    }
    return child.waitFor() == 0 ? written : List.of();
  }
}
