package io.zkpersona.domain.proof.snark;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.math.BigInteger;
import java.util.List;

/**
 * The notation of coordinates.
 *
 * @param <E> the type of coordinates
 */
@FunctionalInterface
interface Coordinates<E> {

  /** Reads a coordinate. */
  E read(String path, Json value);

  /** Returns the notation of G1 coordinates. */
  static Coordinates<BigInteger> of(PrimeField field) {
    return (path, value) -> Numbers.element(path, Numbers.read(path, value), field);
  }

  /** Returns the notation of G2 coordinates: the part without u, then the part with u. */
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
