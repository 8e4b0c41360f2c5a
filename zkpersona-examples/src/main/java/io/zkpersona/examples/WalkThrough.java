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
 * <p>{@code --help} says what else there is.
 */
public final class WalkThrough {

  /**
   * The driver logs what it also throws. Held here, for a logger that nobody holds is forgotten.
   */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  private WalkThrough() {}

  /**
   * Runs it. Ends the JVM with the exit code if that is not 0: under Maven this is the one way to
   * make the build fail without a page of Maven's own words.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    DRIVER.setLevel(Level.OFF);
    // On some JDKs System.console() is there without a terminal; picocli knows which.
    boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
    int exitCode = WalkCommand.run(System.getenv(), System.out, System.err, terminal, args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
