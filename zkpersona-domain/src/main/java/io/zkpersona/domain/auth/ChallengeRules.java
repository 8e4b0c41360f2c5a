package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The format rules for the parts of a challenge. */
final class ChallengeRules {
  private static final int MAX_DOMAIN = 255;
  private static final int MAX_URI = 2_048;
  private static final String EIP_155_PREFIX = "eip155:";
  private static final Pattern EIP_155 = Pattern.compile("[1-9][0-9]{0,31}");
  private static final Pattern CAIP_2 = Pattern.compile("[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}");
  private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9]{8,128}");
  // RFC 3986: reserved and unreserved characters, and the space. No line break.
  private static final Pattern STATEMENT =
      Pattern.compile("[-A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;= ]+");

  private ChallengeRules() {}

  static String nonce(@Nullable String nonce) {
    return matching("nonce", nonce, NONCE, "8 to 128 letters and digits");
  }

  static String chainId(@Nullable String chainId) {
    String text = Checks.notNull("chainId", chainId);
    if (!isEip155(text) && !CAIP_2.matcher(text).matches()) {
      throw new ValidationException(
          "chainId", "not a chain id (expected: an EIP-155 number or a CAIP-2 id)");
    }
    return text;
  }

  static boolean isEip155(String chainId) {
    return EIP_155.matcher(chainId).matches();
  }

  /**
   * Returns the chain id as stored: the bare number for an Ethereum chain, so that it has one name.
   */
  static String newChainId(@Nullable String chainId) {
    String text = chainId(chainId);
    String number =
        text.startsWith(EIP_155_PREFIX) ? text.substring(EIP_155_PREFIX.length()) : text;
    return isEip155(number) ? number : text;
  }

  /** Checks an authority. User information is rejected, because it would only mislead. */
  static String domain(@Nullable String domain) {
    String text = Checks.text("domain", domain, 1, MAX_DOMAIN);
    if (!UriGrammar.isHostAndPort(text)) {
      throw new ValidationException(
          "domain", "not an authority (expected: host or host:port, RFC 3986)");
    }
    return text;
  }

  static String uri(@Nullable String uri) {
    String text = Checks.text("uri", uri, 1, MAX_URI);
    if (!UriGrammar.isUri(text)) {
      throw new ValidationException(
          "uri", "not well-formed (expected: a URI with a scheme, RFC 3986)");
    }
    return text;
  }

  static String statement(@Nullable String statement) {
    return matching(
        "statement",
        statement,
        STATEMENT,
        "reserved and unreserved characters of RFC 3986, and spaces");
  }

  private static String matching(
      String field, @Nullable String value, Pattern form, String expected) {
    String text = Checks.notNull(field, value);
    if (!form.matcher(text).matches()) {
      throw new ValidationException(
          field, text.length() + " characters in the wrong form (expected: " + expected + ")");
    }
    return text;
  }
}
