package io.zkpersona.cli.output;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** The person in front of the process, if there is one. */
public interface Terminal {

  /** Tells whether standard input and standard output are a terminal. */
  boolean isInteractive();

  /**
   * Asks a question and waits for the answer.
   *
   * @param question the question, without a line break
   * @return the answer; null at the end of input
   */
  @Nullable String ask(String question);

  /** Returns the terminal of this process. */
  static Terminal ofProcess() {
    return new OfProcess(System.console());
  }

  /**
   * The terminal of this process.
   *
   * @param console the console; null if there is none
   */
  record OfProcess(@Nullable Console console) implements Terminal {

    @Override
    public boolean isInteractive() {
      return console != null && isTerminal(console);
    }

    /** Since Java 22 a console exists without a terminal, too, and has a method that tells. */
    private static boolean isTerminal(Console console) {
      try {
        return (boolean) Console.class.getMethod("isTerminal").invoke(console);
      } catch (NoSuchMethodException olderJava) {
        return true;
      } catch (IllegalAccessException | InvocationTargetException e) {
        return false;
      }
    }

    @Override
    public @Nullable String ask(String question) {
      return console == null ? null : console.readLine("%s", question);
    }
  }
}
