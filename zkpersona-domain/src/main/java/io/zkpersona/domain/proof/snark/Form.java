package io.zkpersona.domain.proof.snark;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Reads a value in any notation and writes its canonical form. */
@FunctionalInterface
interface Form {

  /**
   * Returns the canonical form of the value, as JSON.
   *
   * @param path the name of the value in errors
   * @throws ValidationException if the value does not have this form
   */
  String text(String path, Json value, SnarkCurve curve);

  /** A point of G1: x and y, with or without a third coordinate. */
  Form G1 =
      (path, value, curve) ->
          Points.text(Points.read(path, value, curve.g1(), Coordinates.of(curve.baseField())));

  /** A point of G2; each coordinate is a pair. */
  Form G2 =
      (path, value, curve) ->
          Points.text(Points.read(path, value, curve.g2(), Coordinates.ofPairs(curve.baseField())));

  /** An element of the scalar field, which may exceed the modulus as in snarkjs. */
  Form SCALAR =
      (path, value, curve) ->
          '"'
              + Numbers.element(path, Numbers.read(path, value), curve.scalarField()).toString()
              + '"';

  /** A public signal, which must be reduced because verifiers require it. */
  Form SIGNAL =
      (path, value, curve) -> {
        BigInteger signal = Numbers.read(path, value);
        if (signal.compareTo(curve.scalarField().modulus()) >= 0) {
          throw new ValidationException(
              path, "too large (expected: below the modulus of the curve's scalar field)");
        }
        return '"' + signal.toString() + '"';
      };

  /** The base-2 logarithm of the domain size. */
  Form POWER =
      (path, value, curve) -> String.valueOf(Numbers.count(path, value, 1, curve.twoAdicity()));

  /** Returns the form of an array whose elements have this form. */
  default Form each() {
    return (path, value, curve) -> {
      List<Json> elements = elements(path, value);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < elements.size(); i++) {
        texts.add(text(path + "[" + i + "]", elements.get(i), curve));
      }
      return "[" + String.join(",", texts) + "]";
    };
  }

  /** Returns the elements of an array. */
  static List<Json> elements(String path, Json value) {
    if (!value.isArray()) {
      throw new ValidationException(path, "not an array (expected: an array)");
    }
    return value.elements();
  }
}
