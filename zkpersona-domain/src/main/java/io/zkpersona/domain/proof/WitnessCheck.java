package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Keeps the private witness out of the database: the inputs of a proof that it was made not to
 * show. It stands beside proof and signals in what provers give back, and slips in with them.
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
   * Refuses a document that has, at whatever depth, a member by the name of a private witness:
   * {@code input}, {@code inputs}, {@code witness}, {@code private}, {@code secret}, and such as
   * {@code privateInputs}, {@code circuit_input} or {@code witness-map}. Letter case and what is
   * neither letter nor digit do not count. Names are all that is looked at.
   *
   * @param field how the error names the document, such as {@code metadata}
   * @param document what is to be stored
   * @param members whether such members are refused; {@link WitnessMembers#STORED_KNOWINGLY} is how
   *     a caller says that they are meant to be there
   * @throws ValidationException if there is such a member and it is refused; the field is the path
   *     to it, with {@code *} for the names around it
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
    // A name can be as long as it likes, as long as it is all hyphens.
    String safe =
        shown.length() <= MAX_SHOWN && shown.chars().allMatch(c -> c > ' ' && c < 127)
            ? shown
            : normal(shown);
    throw new ValidationException(
        field + "." + path.substring(0, name) + safe,
        "named as a private witness is, which must not be stored (expected: a document without it,"
            + " or another name, or WitnessMembers.STORED_KNOWINGLY)");
  }

  private static String normal(String name) {
    boolean ascii = name.chars().allMatch(c -> c < 128);
    return (ascii ? name : Normalizer.normalize(name, Normalizer.Form.NFKC))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "");
  }
}
