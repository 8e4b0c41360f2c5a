package io.zkpersona.examples;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/**
 * A walk through the library in fourteen steps, on real data. Run it from the project's root:
 *
 * <pre>{@code
 * mvn -q -pl zkpersona-examples -am -Dmaven.test.skip package exec:java
 * mvn -q -pl zkpersona-examples -am -Dmaven.test.skip package exec:java -Dexec.args="--data DIR"
 * }</pre>
 *
 * <p>{@code --help} lists all options.
 */
public final class WalkThrough {

  /**
   * The driver logs errors that it also throws. Kept in a field, because loggers are weakly
   * referenced.
   */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  private WalkThrough() {}

  /**
   * Runs the walk-through. Ends the JVM if the exit code is not 0, the only way to fail a Maven
   * build without a page of Maven's own output.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    DRIVER.setLevel(Level.OFF);
    // On some JDKs System.console() is not null without a terminal; picocli detects this.
    boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
    int exitCode = WalkCommand.run(System.getenv(), System.out, System.err, terminal, args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
