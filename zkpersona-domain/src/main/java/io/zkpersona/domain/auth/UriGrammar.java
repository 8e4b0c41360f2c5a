package io.zkpersona.domain.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of the RFC 3986 grammar that sign-in needs. */
final class UriGrammar {
  private static final String NAME = "-A-Za-z0-9._~!$&'()*+,;=%";
  private static final String PATH = "[" + NAME + ":@/]*";
  private static final String TAIL = "[" + NAME + ":@/?]*";

  /** A registered name or an IPv4 address, an IPv6 address, or an address of a later version. */
  private static final String HOST =
      "(?<name>["
          + NAME
          + "]*)|\\[(?<six>[0-9A-Fa-f:.]*)\\]|\\[[vV][0-9A-Fa-f]+\\.["
          + NAME
          + ":]+\\]";

  private static final Pattern AUTHORITY =
      Pattern.compile("(?<user>[" + NAME + ":]*@)?(?:" + HOST + ")(?::(?<port>[0-9]{1,5}))?");

  private static final Pattern URI =
      Pattern.compile(
          "[A-Za-z][-A-Za-z0-9+.]*:"
              + "(?://(?<authority>[^/?#]*)(?:/"
              + PATH
              + ")?|(?!//)"
              + PATH
              + "(?<=[^:]))(?:\\?"
              + TAIL
              + ")?(?:#"
              + TAIL
              + ")?");

  private static final Pattern HALF_ENCODED = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Pattern PIECE = Pattern.compile("[0-9A-Fa-f]{1,4}");
  private static final Pattern IP_V4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");

  private static final int MAX_PORT = 65_535;
  private static final int PIECES = 8;

  private UriGrammar() {}

  /** Tells whether a text is a host with an optional port, and without user information. */
  static boolean isHostAndPort(String text) {
    Matcher parts = AUTHORITY.matcher(text);
    return isEncoded(text)
        && parts.matches()
        && parts.group("user") == null
        && !"".equals(parts.group("name"))
        && isAuthority(parts);
  }

  /** Tells whether a text is a URI with a scheme and a non-empty rest. */
  static boolean isUri(String text) {
    Matcher parts = URI.matcher(text);
    if (!isEncoded(text) || !parts.matches()) {
      return false;
    }
    String authority = parts.group("authority");
    if (authority == null) {
      return true;
    }
    Matcher within = AUTHORITY.matcher(authority);
    return within.matches() && isAuthority(within);
  }

  private static boolean isEncoded(String text) {
    return !HALF_ENCODED.matcher(text).find();
  }

  private static boolean isAuthority(Matcher parts) {
    String port = parts.group("port");
    String six = parts.group("six");
    return (port == null || Integer.parseInt(port) <= MAX_PORT) && (six == null || isIpV6(six));
  }

  /**
   * Tells whether a text is eight pieces, of which the last two may be an IPv4 address and {@code
   * ::} may replace one or more.
   */
  private static boolean isIpV6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return pieces(text, true) == PIECES;
    }
    int before = gap == 0 ? 0 : pieces(text.substring(0, gap), false);
    String rest = text.substring(gap + 2);
    int after = rest.isEmpty() ? 0 : pieces(rest, true);
    return before >= 0 && after >= 0 && before + after < PIECES;
  }

  /** Returns the number of pieces, or a negative number if one is invalid. */
  private static int pieces(String text, boolean isEnd) {
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      if (PIECE.matcher(parts[i]).matches()) {
        count++;
      } else if (isEnd && i == parts.length - 1 && IP_V4.matcher(parts[i]).matches()) {
        count += 2;
      } else {
        return Integer.MIN_VALUE;
      }
    }
    return count;
  }
}
