package io.zkpersona.domain.proof.snark;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Proofs and public signals as arguments of a verifying contract, in the format printed by {@code
 * snarkjs zkey export soliditycalldata}. All proofs use BN254, whose arithmetic Ethereum supports.
 *
 * <p>A contract expects the two parts of a G2 coordinate in reverse order (EIP-197), the part with
 * u first, and points at infinity as (0, 0) (EIP-196). Both are converted.
 *
 * @param proofData the proof in snarkjs format
 * @param publicSignals the signals in snarkjs format
 */
public record SolidityCalldata(Json proofData, Json publicSignals) {
  private static final String FIELD = "calldata";
  private static final SnarkCurve CURVE = SnarkCurve.BN128;
  private static final int MAX_CHARACTERS = 10_000_000;
  private static final int WORD_DIGITS = 64;
  private static final Pattern BLANKS_AND_QUOTES = Pattern.compile("[\\s\"']");
  private static final Pattern LISTS_OF_NUMBERS = Pattern.compile("[0-9a-fA-FxX,\\[\\]]*");
  private static final Pattern NUMBER = Pattern.compile("([0-9a-fA-FxX]+)");

  private static final List<String> PLONK_POINTS =
      List.of("A", "B", "C", "Z", "T1", "T2", "T3", "Wxi", "Wxiw");
  private static final List<String> PLONK_EVALUATIONS =
      List.of("eval_a", "eval_b", "eval_c", "eval_s1", "eval_s2", "eval_zw");

  /**
   * Wraps the documents unchanged.
   *
   * @throws ValidationException if a document is null
   */
  public SolidityCalldata {
    Checks.notNull("proofData", proofData);
    Checks.notNull("publicSignals", publicSignals);
  }

  /**
   * Parses the calldata of a Groth16 proof: {@code
   * [a0,a1],[[b01,b00],[b11,b10]],[c0,c1],[signals]}. Numbers may be decimal or hexadecimal, with
   * or without quotes; a bracket may enclose the whole.
   *
   * @throws ValidationException if the text is not such calldata; the field is {@code calldata} and
   *     the path to the part
   */
  public static SolidityCalldata readGroth16(String calldata) {
    List<Json> parts = lists(calldata, 4);
    Coordinates<BigInteger> single = Coordinates.of(CURVE.baseField());
    Coordinates<Fq2> pairs = Coordinates.ofPairs(CURVE.baseField());
    Coordinates<Fq2> swapped =
        (path, value) -> {
          Fq2 read = pairs.read(path, value);
          return new Fq2(read.c1(), read.c0());
        };
    String a = Points.text(Points.read(place(0), affine(0, parts), CURVE.g1(), single));
    String b = Points.text(Points.read(place(1), affine(1, parts), CURVE.g2(), swapped));
    String c = Points.text(Points.read(place(2), affine(2, parts), CURVE.g1(), single));
    return read(
        SnarkFormat.GROTH16,
        List.of(
            ObjectForm.member("pi_a", a),
            ObjectForm.member("pi_b", b),
            ObjectForm.member("pi_c", c)),
        parts.get(3),
        place(3));
  }

  /**
   * Parses the calldata of a PLONK proof: {@code [24 numbers][signals]}. snarkjs prints no comma
   * between the two, but a comma is accepted. Numbers as for {@link #readGroth16}.
   *
   * @throws ValidationException if the text is not such calldata; the field is {@code calldata} and
   *     the path to the part
   */
  public static SolidityCalldata readPlonk(String calldata) {
    List<Json> parts = lists(calldata, 2);
    List<Json> numbers = parts.get(0).elements();
    int size = 2 * PLONK_POINTS.size() + PLONK_EVALUATIONS.size();
    size(place(0), numbers, size);
    List<String> members = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String path = place(0) + "[" + i + "]";
      if (i < 2 * PLONK_POINTS.size()) {
        Json point = Json.of("[" + numbers.get(i).text() + "," + numbers.get(i + 1).text() + "]");
        members.add(ObjectForm.member(PLONK_POINTS.get(i / 2), Form.G1.text(path, point, CURVE)));
        i++;
      } else {
        members.add(
            ObjectForm.member(
                PLONK_EVALUATIONS.get(i - 2 * PLONK_POINTS.size()),
                Form.SCALAR.text(path, numbers.get(i), CURVE)));
      }
    }
    return read(SnarkFormat.PLONK, members, parts.get(1), place(1));
  }

  /**
   * Returns the calldata of a Groth16 proof.
   *
   * @throws ValidationException if the documents are not a Groth16 proof on BN254 with its signals
   */
  public String groth16() {
    Map<String, Json> proof = SnarkKey.proof(SnarkFormat.GROTH16, CURVE, proofData).members();
    List<Json> b = point(proof, "pi_b").stream().flatMap(pair -> pair.elements().stream()).toList();
    return "[%s, %s],[[%s, %s],[%s, %s]],[%s, %s],[%s]"
        .formatted(
            Stream.of(
                    words(point(proof, "pi_a")),
                    words(List.of(b.get(1), b.get(0), b.get(3), b.get(2))),
                    words(point(proof, "pi_c")),
                    Stream.of(signals()))
                .flatMap(words -> words)
                .toArray());
  }

  /**
   * Returns the calldata of a PLONK proof.
   *
   * @throws ValidationException if the documents are not a PLONK proof on BN254 with its signals
   */
  public String plonk() {
    Map<String, Json> proof = SnarkKey.proof(SnarkFormat.PLONK, CURVE, proofData).members();
    List<String> words = new ArrayList<>();
    PLONK_POINTS.forEach(name -> words(point(proof, name)).forEach(words::add));
    PLONK_EVALUATIONS.forEach(
        name -> words(List.of(ObjectForm.required(proof, name))).forEach(words::add));
    // snarkjs prints a blank after the first comma.
    return "["
        + words.get(0)
        + ", "
        + String.join(",", words.subList(1, words.size()))
        + "]["
        + signals()
        + "]";
  }

  private static SolidityCalldata read(
      SnarkFormat format, List<String> members, Json signals, String path) {
    return new SolidityCalldata(
        Json.of("{" + String.join(",", members) + "," + SnarkKey.head(format, CURVE) + "}"),
        Json.of(Form.SIGNAL.each().text(path, signals, CURVE)));
  }

  /** Returns the adjacent lists, with or without commas between them and an enclosing bracket. */
  private static List<Json> lists(String calldata, int count) {
    Checks.notNull(FIELD, calldata);
    String plain = BLANKS_AND_QUOTES.matcher(calldata).replaceAll("");
    if (calldata.length() > MAX_CHARACTERS || !LISTS_OF_NUMBERS.matcher(plain).matches()) {
      throw noCalldata(count);
    }
    String quoted = NUMBER.matcher(plain).replaceAll("\"$1\"").replace("][", "],[");
    List<Json> lists;
    try {
      lists = Json.of("[" + quoted + "]").elements();
    } catch (ValidationException e) {
      throw noCalldata(count);
    }
    if (lists.size() == 1 && lists.get(0).isArray()) {
      lists = lists.get(0).elements();
    }
    if (lists.size() != count || !lists.stream().allMatch(Json::isArray)) {
      throw noCalldata(count);
    }
    return lists;
  }

  private static ValidationException noCalldata(int count) {
    return new ValidationException(
        FIELD,
        "not calldata of this form (expected: "
            + count
            + " lists of numbers, as snarkjs prints them)");
  }

  private static Json affine(int index, List<Json> parts) {
    size(place(index), parts.get(index).elements(), 2);
    return parts.get(index);
  }

  private static void size(String path, List<Json> items, int size) {
    if (items.size() != size) {
      throw new ValidationException(path, items.size() + " items (expected: " + size + ")");
    }
  }

  private static String place(int index) {
    return FIELD + "[" + index + "]";
  }

  /** Returns the affine coordinates; zeros at infinity. */
  private static List<Json> point(Map<String, Json> proof, String name) {
    List<Json> point = ObjectForm.required(proof, name).elements();
    boolean infinity = point.get(2).text().replaceAll("[^1-9]", "").isEmpty();
    return infinity ? List.of(point.get(2), point.get(2)) : point.subList(0, 2);
  }

  private static Stream<String> words(List<Json> numbers) {
    return numbers.stream().map(number -> word(number.string()));
  }

  private String signals() {
    Json signals = Json.of(Form.SIGNAL.each().text("publicSignals", publicSignals, CURVE));
    return String.join(",", words(signals.elements()).toList());
  }

  private static String word(String number) {
    String digits = new BigInteger(number).toString(16);
    return "\"0x" + "0".repeat(WORD_DIGITS - digits.length()) + digits + '"';
  }
}
