package io.zkpersona.cli.transfer;

import java.util.regex.Pattern;

/** Names from files and command lines in messages. */
final class SafeName {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,49}");

  private SafeName() {}

  /**
   * Returns the name if it looks like one; anything else may be data, of which only the length is
   * shown.
   */
  static String of(String name) {
    return NAME.matcher(name).matches()
        ? name
        : "a name of " + name.codePointCount(0, name.length()) + " characters";
  }
}
