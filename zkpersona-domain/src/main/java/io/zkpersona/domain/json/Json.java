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
 * A JSON text that PostgreSQL's {@code jsonb} takes. Immutable and thread-safe.
 *
 * <p>Two are equal when {@code jsonb} calls them equal: the order of an object's members, white
 * space, escapes in strings and the spelling of numbers ({@code 1.0}, {@code 1e0}, {@code 1}) do
 * not count; of members of the same name the last one counts. Numbers are compared exactly, however
 * many digits they have. The first comparison or hash reads the text once more; the hash is kept.
 */
public final class Json {
  private static final Json EMPTY_OBJECT = new Json("{}");
  private static final Json EMPTY_ARRAY = new Json("[]");

  private final String text;

  // 0 until first asked for. Threads may compute it twice, but always to the same value.
  private int hash;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Checks a text and wraps it as it is.
   *
   * @param text one JSON value, with or without white space around it: at most 255 MB (MiB) in
   *     UTF-8, objects and arrays at most 1,000 deep, numbers of at most 131,072 digits before the
   *     decimal point and 16,383 after it when written without exponent. What the database further
   *     limits (tens of millions of elements in one text) is left to it
   * @throws ValidationException if text is null, malformed, followed by anything, too large or too
   *     deep, or holds a larger number, NUL or a lone surrogate (raw or escaped)
   */
  public static Json of(String text) {
    Checks.notNull("json", text);
    JsonCheck.check(text);
    return new Json(text);
  }

  /**
   * Wraps a text without looking at it: only for what is known to be JSON, such as what a {@code
   * jsonb} column gave. Of a text that is none, the database refuses what {@link #of} would have
   * refused, and comparing or taking apart fails.
   *
   * @param text one JSON value
   * @throws ValidationException if text is null
   */
  public static Json trusted(String text) {
    return new Json(Checks.notNull("json", text));
  }

  /** {@code {}}. */
  public static Json emptyObject() {
    return EMPTY_OBJECT;
  }

  /** {@code []}. */
  public static Json emptyArray() {
    return EMPTY_ARRAY;
  }

  /**
   * An object of these members, in their order.
   *
   * @throws ValidationException if the map, a name or a value is null, or the whole is no longer
   *     what {@link #of} accepts
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

  /** The text, as it was given. */
  public String text() {
    return text;
  }

  /** Whether this is an object. */
  public boolean isObject() {
    return firstCharacter() == '{';
  }

  /** Whether this is an array. */
  public boolean isArray() {
    return firstCharacter() == '[';
  }

  /** Whether this is a string. */
  public boolean isString() {
    return firstCharacter() == '"';
  }

  /**
   * The text that this string stands for, without quotes and escapes.
   *
   * @throws ValidationException if this is no string
   */
  public String string() {
    if (!isString()) {
      throw new ValidationException("json", "no string (expected: a string)");
    }
    return JsonMembers.string(text);
  }

  /**
   * The members of this object in the order in which they are written, each value with its text as
   * it is; of members of the same name the last value counts. A copy that the caller may change.
   *
   * @throws ValidationException if this is no object
   */
  public Map<String, Json> members() {
    if (!isObject()) {
      throw new ValidationException("json", "no object (expected: an object)");
    }
    Map<String, Json> members = new LinkedHashMap<>();
    // Each was checked as part of the whole.
    JsonMembers.of(text).forEach((name, value) -> members.put(name, new Json(value)));
    return members;
  }

  /**
   * The elements of this array in their order, each with its text as it is. Unmodifiable.
   *
   * @throws ValidationException if this is no array
   */
  public List<Json> elements() {
    if (!isArray()) {
      throw new ValidationException("json", "no array (expected: an array)");
    }
    // Each was checked as part of the whole.
    return JsonMembers.elements(text).stream().map(Json::new).toList();
  }

  /**
   * Looks for a member at any depth, in objects within arrays and objects, and among members of the
   * same name of which only the last counts.
   *
   * @param names tells by its name whether a member is meant
   * @return the name of the first such member in the order in which they are written, preceded by
   *     the way to it: an index in brackets for each array, and {@code *} for each member, whose
   *     name may be personal; such as {@code *[3].input}. Empty if there is none
   */
  public Optional<String> findMember(Predicate<String> names) {
    return JsonMembers.find(text, names);
  }

  /**
   * The one spelling that all equal texts have in common: no white space; of members of the same
   * name the last, and all sorted by the UTF-16 units of their names; strings with nothing escaped
   * that need not be; numbers as their digits from the first to the last that is not zero and, if
   * it is not 0, the power of ten of the last ({@code 1250}, {@code 1.25e3} and {@code 12.5E+2} are
   * {@code 125e1}). Its bytes in UTF-8 are what hashes of this library are made of, so it never
   * changes.
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

  /** The length only: the content may be personal. */
  @Override
  public String toString() {
    return "Json[" + text.codePointCount(0, text.length()) + " characters]";
  }
}
