package io.zkpersona.domain.json;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text that PostgreSQL accepts as {@code jsonb}. Immutable and thread-safe.
 *
 * <p>Two texts are equal if {@code jsonb} considers them equal. Member order, white space, escapes
 * in strings and number notation ({@code 1.0}, {@code 1e0}, {@code 1}) are insignificant; of
 * several members with the same name, the last one counts. Numbers are compared exactly, regardless
 * of their number of digits. The first comparison or hash parses the text again; the hash is
 * cached.
 */
public final class Json {
  private static final Json EMPTY_OBJECT = new Json("{}");
  private static final Json EMPTY_ARRAY = new Json("[]");

  private final String text;

  // 0 until computed. Threads may compute it twice, but always to the same value.
  private int hash;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Checks a text and wraps it unchanged.
   *
   * @param text one JSON value, optionally surrounded by white space: at most 255 MiB in UTF-8,
   *     objects and arrays nested at most 1,000 deep, and numbers that in plain notation have at
   *     most 131,072 digits before the decimal point and 16,383 after it. Further limits of the
   *     database (such as tens of millions of elements in one text) are not checked here
   * @throws ValidationException if text is null, malformed, followed by more text, too large or
   *     nested too deep, or if it contains a number beyond those limits, a NUL or a lone surrogate
   *     (raw or escaped)
   */
  public static Json of(String text) {
    Checks.notNull("json", text);
    JsonCheck.check(text);
    return new Json(text);
  }

  /**
   * Wraps a text without checking it. Use this only for text known to be JSON, such as the value of
   * a {@code jsonb} column. If the text is not JSON, the database rejects whatever {@link #of}
   * would have rejected, and comparing or parsing it fails.
   *
   * @param text one JSON value
   * @throws ValidationException if text is null
   */
  public static Json trusted(String text) {
    return new Json(Checks.notNull("json", text));
  }

  /** Returns {@code {}}. */
  public static Json emptyObject() {
    return EMPTY_OBJECT;
  }

  /** Returns {@code []}. */
  public static Json emptyArray() {
    return EMPTY_ARRAY;
  }

  /**
   * Creates an object from members, in the order of the map.
   *
   * @throws ValidationException if the map, a name or a value is null, or if {@link #of} would
   *     reject the resulting text
   */
  public static Json object(Map<String, Json> members) {
    Checks.notNull("json", members)
        .forEach(
            (name, value) -> {
              Checks.notNull("json", name);
              Checks.notNull("json", value);
            });
    return of(JsonMembers.join(members));
  }

  /** Returns the text exactly as it was given. */
  public String text() {
    return text;
  }

  /** Tells whether this is an object. */
  public boolean isObject() {
    return firstCharacter() == '{';
  }

  /** Tells whether this is an array. */
  public boolean isArray() {
    return firstCharacter() == '[';
  }

  /** Tells whether this is a string. */
  public boolean isString() {
    return firstCharacter() == '"';
  }

  /**
   * Returns the decoded content of this string, without quotes and escapes.
   *
   * @throws ValidationException if this is not a string
   */
  public String string() {
    if (!isString()) {
      throw new ValidationException("json", "not a string (expected: a string)");
    }
    return JsonMembers.string(text);
  }

  /**
   * Returns the members of this object in the order written, each value with its original text. Of
   * several members with the same name, the last value counts. The map is a copy that the caller
   * may change.
   *
   * @throws ValidationException if this is not an object
   */
  public Map<String, Json> members() {
    if (!isObject()) {
      throw new ValidationException("json", "not an object (expected: an object)");
    }
    Map<String, Json> members = new LinkedHashMap<>();
    // The values were checked as part of the whole.
    JsonMembers.of(text).forEach((name, value) -> members.put(name, new Json(value)));
    return members;
  }

  /**
   * Returns the elements of this array in order, each with its original text. Unmodifiable.
   *
   * @throws ValidationException if this is not an array
   */
  public List<Json> elements() {
    if (!isArray()) {
      throw new ValidationException("json", "not an array (expected: an array)");
    }
    // The elements were checked as part of the whole.
    return JsonMembers.elements(text).stream().map(Json::new).toList();
  }

  /**
   * Searches for a member by name at any depth, inside objects and arrays. Finds duplicate members
   * too, including those that a later member of the same name overrides.
   *
   * @param names accepts the names to search for
   * @return the name of the first match in the order written, preceded by its path: the index in
   *     brackets for each array, and {@code *} for each enclosing member, because its name may be
   *     personal; for example {@code *[3].input}. Empty if nothing matches
   */
  public Optional<String> findMember(Predicate<String> names) {
    return JsonMembers.find(text, names);
  }

  /**
   * Returns the canonical text, which all equal values share. It has no white space. Of several
   * members with the same name it keeps the last, and it sorts members by the UTF-16 code units of
   * their names. Strings contain only the necessary escapes. Numbers are written as their
   * significant digits, without leading or trailing zeros, followed by the power of ten if that is
   * not 0 ({@code 1250}, {@code 1.25e3} and {@code 12.5E+2} become {@code 125e1}). The library
   * computes hashes from the UTF-8 bytes of this text, so the format never changes.
   */
  public String canonicalText() {
    return JsonTree.of(text).canonicalText();
  }

  private char firstCharacter() {
    int i = 0;
    while (text.charAt(i) <= ' ') {
      i++;
    }
    return text.charAt(i);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Json that)) {
      return false;
    }
    if (text.equals(that.text)) {
      return true;
    }
    int myHash = hash;
    int otherHash = that.hash;
    if (myHash != 0 && otherHash != 0 && myHash != otherHash) {
      return false;
    }
    return tree().equals(that.tree());
  }

  @Override
  public int hashCode() {
    int known = hash;
    return known == 0 ? keep(JsonTree.of(text)) : known;
  }

  private JsonTree tree() {
    JsonTree tree = JsonTree.of(text);
    keep(tree);
    return tree;
  }

  private int keep(JsonTree tree) {
    int computed = tree.hashCode() == 0 ? 1 : tree.hashCode();
    hash = computed;
    return computed;
  }

  /** Returns only the length, because the content may be personal. */
  @Override
  public String toString() {
    return "Json[" + text.codePointCount(0, text.length()) + " characters]";
  }
}
