package io.zkpersona.examples;

import java.util.Optional;

/**
 * Makes of a line what is to be stored.
 *
 * @param <T> what a line becomes
 */
@FunctionalInterface
interface LineParser<T> {

  /**
   * Reads a line.
   *
   * @return what is to be stored, empty if the line only says how to read the others
   * @throws MalformedLineException if the line is not what it should be
   * @throws io.zkpersona.domain.error.ValidationException likewise
   */
  Optional<T> parse(String line) throws MalformedLineException;
}
