package io.zkpersona.examples.data;

import java.util.Optional;

/**
 * Converts lines to objects.
 *
 * @param <T> the type of the objects
 */
@FunctionalInterface
public interface LineParser<T> {

  /**
   * Parses a line.
   *
   * @return the object; empty if the line only describes the others, as a header does
   * @throws MalformedLineException if the line is malformed
   * @throws io.zkpersona.domain.error.ValidationException if the line contains an invalid value
   */
  Optional<T> parse(String line) throws MalformedLineException;
}
