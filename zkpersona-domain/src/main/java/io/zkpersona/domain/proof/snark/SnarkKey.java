package io.zkpersona.domain.proof.snark;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A parsed verification key, which determines the format of matching proofs and signals. Immutable
 * and thread-safe.
 */
public final class SnarkKey {
  private static final String KEY = "verificationKey";
  private static final String PROTOCOL = "protocol";
  private static final String CURVE = "curve";
  private static final String SIGNALS = "nPublic";
  private static final int MAX_SIGNALS = 999_999_999;

  private final SnarkFormat format;
  private final SnarkCurve curve;
  private final int publicSignalCount;
  private final Json json;

  private SnarkKey(SnarkFormat format, SnarkCurve curve, int publicSignalCount, Json json) {
    this.format = format;
    this.curve = curve;
    this.publicSignalCount = publicSignalCount;
    this.json = json;
  }

  static SnarkKey read(SnarkFormat format, Json verificationKey) {
    Map<String, Json> members = ObjectForm.read(KEY, verificationKey);
    protocol(KEY, members, format);
    format.keyForm().refuseMissing(KEY, members);
    SnarkCurve curve = curve(KEY, members);
    if (format == SnarkFormat.FFLONK) {
      Roots.complete(KEY, members, curve);
    }
    String own = format.keyForm().join(KEY, members, curve);
    int signals = signals(members, format);
    String text =
        "{"
            + head(format, curve)
            + ","
            + ObjectForm.member(SIGNALS, String.valueOf(signals))
            + ","
            + own
            + "}";
    return new SnarkKey(format, curve, signals, Json.of(text));
  }

  /**
   * Returns the key in canonical form: {@code protocol}, {@code curve}, {@code nPublic} and the
   * members that verification reads, in snarkjs' order, with numbers as decimal strings and affine
   * points.
   */
  public Json json() {
    return json;
  }

  /** Returns the number of public signals of a proof. */
  public int publicSignalCount() {
    return publicSignalCount;
  }

  /**
   * Returns a proof in canonical form.
   *
   * @param proofData a proof in any notation, with or without {@code protocol} and {@code curve}
   * @throws ValidationException if it does not match the key's protocol and curve; the field is
   *     {@code proofData} and the path to the member
   */
  public Json proof(Json proofData) {
    return proof(format, curve, proofData);
  }

  static Json proof(SnarkFormat format, SnarkCurve curve, Json proofData) {
    String path = "proofData";
    Map<String, Json> members = ObjectForm.read(path, proofData);
    protocol(path, members, format);
    if (members.containsKey(CURVE) && curve(path, members) != curve) {
      throw new ValidationException(
          path + "." + CURVE, "not the key's curve (expected: " + curve.value() + ")");
    }
    return Json.of(
        "{" + format.proofForm().join(path, members, curve) + "," + head(format, curve) + "}");
  }

  /**
   * Returns public signals in canonical form: an array of decimal strings.
   *
   * @param publicSignals an array of numbers in any notation
   * @throws ValidationException if their number differs from the key's, or a signal is not below
   *     the modulus of the curve's scalar field, which verifiers reject; the field is {@code
   *     publicSignals} and the index
   */
  public Json signals(Json publicSignals) {
    String path = "publicSignals";
    List<Json> signals = Form.elements(path, publicSignals);
    if (signals.size() != publicSignalCount) {
      throw new ValidationException(
          path, signals.size() + " items (expected: " + publicSignalCount + ", as in the key)");
    }
    return Json.of(Form.SIGNAL.each().text(path, publicSignals, curve));
  }

  static String head(SnarkFormat format, SnarkCurve curve) {
    return ObjectForm.member(PROTOCOL, '"' + format.value() + '"')
        + ","
        + ObjectForm.member(CURVE, '"' + curve.value() + '"');
  }

  private static void protocol(String path, Map<String, Json> members, SnarkFormat format) {
    Json given = members.get(PROTOCOL);
    String memberPath = path + "." + PROTOCOL;
    if (given != null && !name(memberPath, given).toLowerCase(Locale.ROOT).equals(format.value())) {
      throw new ValidationException(
          memberPath, "another protocol (expected: " + format.value() + ", or no value)");
    }
  }

  private static SnarkCurve curve(String path, Map<String, Json> members) {
    Json given = members.get(CURVE);
    SnarkCurve curve = given == null ? null : SnarkCurve.find(name(path + "." + CURVE, given));
    if (curve == null) {
      throw new ValidationException(
          path + "." + CURVE,
          (given == null ? "missing" : "unknown")
              + " (expected: one of "
              + Arrays.stream(SnarkCurve.values())
                  .map(SnarkCurve::value)
                  .collect(Collectors.joining(", "))
              + ")");
    }
    return curve;
  }

  /** Returns the number of signals that the key states, which must match its points. */
  private static int signals(Map<String, Json> members, SnarkFormat format) {
    String path = KEY + "." + SIGNALS;
    Json said = members.get(SIGNALS);
    Json points = members.get(SnarkFormat.POINTS);
    if (format != SnarkFormat.GROTH16 || points == null) {
      if (said == null) {
        throw new ValidationException(path, "missing (expected: the number of public signals)");
      }
      return Numbers.count(path, said, 0, MAX_SIGNALS);
    }
    String pointsPath = KEY + "." + SnarkFormat.POINTS;
    int counted = Form.elements(pointsPath, points).size() - 1;
    if (counted < 0) {
      throw new ValidationException(
          pointsPath, "empty (expected: one point for each signal, and one more)");
    }
    if (said != null && Numbers.count(path, said, 0, MAX_SIGNALS) != counted) {
      throw new ValidationException(
          path,
          "not the number of points of IC minus one (expected: " + counted + " for these points)");
    }
    return counted;
  }

  private static String name(String path, Json value) {
    if (!value.isString()) {
      throw new ValidationException(path, "not a string (expected: a string)");
    }
    return value.string();
  }
}
