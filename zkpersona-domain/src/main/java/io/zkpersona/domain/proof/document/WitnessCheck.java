package io.zkpersona.domain.proof.document;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Keeps private witnesses out of the database. A witness contains the inputs that a proof must not
 * reveal; provers return it next to proof and signals, so it is easily stored by accident.
 */
public final class WitnessCheck {
  private static final Pattern NAMES =
      Pattern.compile(
          "(?:(?:circuit|full|prover|private|priv|secret|hidden|witness)?"
              + "(?:inputs?|witness(?:es)?|wtns)"
              + "|(?:private|secret)s?"
              + "|(?:private|priv|secret|hidden|witness)"
              + "(?:signals?|values?|data|assignments?|keys?|maps?|vectors?))"
              + "(?:json)?");

  private static final int MAX_SHOWN = 40;

  private WitnessCheck() {}

  /**
   * Rejects a document that contains, at any depth, a member named like a private witness: {@code
   * input}, {@code inputs}, {@code witness}, {@code private}, {@code secret}, and variants such as
   * {@code privateInputs}, {@code circuit_input} or {@code witness-map}. Letter case and characters
   * other than letters and digits are ignored. Only names are checked.
   *
   * @param field the name of the document in the error, such as {@code metadata}
   * @param document the document to be stored
   * @param members whether such members are rejected; with {@link WitnessMembers#STORED_KNOWINGLY}
   *     a caller states that they are intentional
   * @throws ValidationException if there is such a member and it is rejected; the field is the path
   *     to it, with {@code *} for the enclosing names
   */
  public static void check(String field, Json document, WitnessMembers members) {
    Checks.notNull(field, document);
    if (Checks.notNull("members", members) == WitnessMembers.REFUSED) {
      document
          .findMember(name -> NAMES.matcher(normal(name)).matches())
          .ifPresent(path -> refuse(field, path));
    }
  }

  private static void refuse(String field, String path) {
    int name = path.lastIndexOf('.') + 1;
    String shown = path.substring(name);
    // A name of any length matches if the rest is hyphens.
    String safe =
        shown.length() <= MAX_SHOWN && shown.chars().allMatch(c -> c > ' ' && c < 127)
            ? shown
            : normal(shown);
    throw new ValidationException(
        field + "." + path.substring(0, name) + safe,
        "named like a private witness, which must not be stored (expected: a document without this"
            + " member, another name, or WitnessMembers.STORED_KNOWINGLY)");
  }

  private static String normal(String name) {
    boolean ascii = name.chars().allMatch(c -> c < 128);
    return (ascii ? name : Normalizer.normalize(name, Normalizer.Form.NFKC))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "");
  }
}
