package io.zkpersona.examples.data;

import io.zkpersona.examples.data.ProofRow.Verdict;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses rows of proofs. Reads only the proof and its public signals: the private witness in the
 * member {@code input} must not be stored.
 */
public final class ProofParser {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,50}");
  private static final Pattern VERDICT = Pattern.compile("OK|FAIL|ERROR");

  private ProofParser() {}

  /** Parses a proof, with its owner if the row names one. */
  public static Optional<ProofRow> proof(String line) throws MalformedLineException {
    JsonLine json = JsonLine.parse(line);
    long number = number(json, "id");
    return Optional.of(
        new ProofRow(
            Long.toString(number),
            number,
            json.has("wallet") ? json.address("wallet") : null,
            json.document("proof"),
            json.document("publicSignals"),
            json.flag("verified") ? Verdict.OK : Verdict.FAIL));
  }

  /** Parses a variant of a proof, modified to test whether it is accepted. */
  public static Optional<ProofRow> variant(String line) throws MalformedLineException {
    JsonLine json = JsonLine.parse(line);
    return Optional.of(
        new ProofRow(
            json.text("variant", NAME, "1 to 50 letters, digits, _ or -"),
            number(json, "baseId"),
            null,
            json.document("proof"),
            json.document("publicSignals"),
            Verdict.valueOf(json.text("snarkjs", VERDICT, "OK, FAIL or ERROR"))));
  }

  private static long number(JsonLine json, String name) throws MalformedLineException {
    try {
      return json.wholeNumber(name).longValueExact();
    } catch (ArithmeticException e) {
      throw new MalformedLineException(name, "a number out of range", "at most 2^63 - 1");
    }
  }
}
