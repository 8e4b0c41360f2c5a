package io.zkpersona.cli.option;

import io.zkpersona.cli.output.Terminal;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What the process was given by its caller.
 *
 * @param environment the environment variables
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param terminal the person in front of it
 */
public record Surroundings(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Terminal terminal) {

  /** Copies the variables. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }
}
