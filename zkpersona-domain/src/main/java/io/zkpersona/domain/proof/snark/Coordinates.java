package io.zkpersona.domain.proof.snark;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.math.BigInteger;
import java.util.List;

/**
 * How coordinates are written.
 *
 * @param <E> coordinates
 */
@FunctionalInterface
interface Coordinates<E> {

  /** Reads a coordinate. */
  E read(String path, Json value);

  /** Coordinates of G1. */
  static Coordinates<BigInteger> of(PrimeField field) {
    return (path, value) -> Numbers.element(path, Numbers.read(path, value), field);
  }

  /** Coordinates of G2: the part without u, and the part with it. */
  static Coordinates<Fq2> ofPairs(PrimeField field) {
    Coordinates<BigInteger> parts = of(field);
    return (path, value) -> {
      List<Json> pair = Form.elements(path, value);
      if (pair.size() != 2) {
        throw new ValidationException(path, pair.size() + " items (expected: 2)");
      }
      return new Fq2(parts.read(path + "[0]", pair.get(0)), parts.read(path + "[1]", pair.get(1)));
    };
  }
}
