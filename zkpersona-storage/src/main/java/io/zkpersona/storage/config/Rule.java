package io.zkpersona.storage.config;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The validation rule of a setting.
 *
 * @param expected the rule in words, for error messages
 * @param accepts tests whether a text satisfies the rule
 */
record Rule(String expected, Predicate<String> accepts) {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

  boolean accepts(String text) {
    return accepts.test(text);
  }

  static Rule between(long min, long max) {
    return new Rule(min + ".." + max, text -> isBetween(text, min, max));
  }

  static Rule zeroOrBetween(long min, long max) {
    return new Rule(
        "0 or " + min + ".." + max, text -> isBetween(text, 0, 0) || isBetween(text, min, max));
  }

  static Rule trueOrFalse() {
    return oneOf(List.of("true", "false"));
  }

  static Rule oneOf(Collection<String> values) {
    return new Rule("one of " + String.join(", ", values), values::contains);
  }

  static Rule matching(String regex, String expected) {
    return new Rule(expected, Pattern.compile(regex).asMatchPredicate());
  }

  private static boolean isBetween(String text, long min, long max) {
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      return false;
    }
    long number = Long.parseLong(text);
    return min <= number && number <= max;
  }
}
