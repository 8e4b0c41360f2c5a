package io.zkpersona.domain.proof.circuit;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.math.BigInteger;
import java.util.List;

/** Reads public signals as numbers. */
final class Signals {

  private static final int MAX_DIGITS = 1_000;

  private Signals() {}

  static List<Json> of(Json publicSignals) {
    if (!publicSignals.isArray()) {
      throw new ValidationException(
          "publicSignals", "not an array (expected: an array of signals)");
    }
    return publicSignals.elements();
  }

  static BigInteger number(List<Json> signals, int index) {
    String field = "publicSignals[" + index + "]";
    if (index >= signals.size()) {
      throw new ValidationException(
          field, "missing (expected: a signal, which the circuit's declaration refers to)");
    }
    Json signal = signals.get(index);
    String digits = signal.isString() ? signal.string() : "";
    if (digits.isEmpty()
        || digits.length() > MAX_DIGITS
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new ValidationException(field, "not a number (expected: a string of decimal digits)");
    }
    return new BigInteger(digits);
  }
}
