package io.zkpersona.storage.config;

import io.zkpersona.storage.error.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The TLS mode of connections, with PostgreSQL's meanings. */
public enum SslMode {
  /** Never encrypted. */
  DISABLE("disable"),
  /** Encrypted only if the server requires it. */
  ALLOW("allow"),
  /** Encrypted if the server supports it; otherwise unencrypted. The default. */
  PREFER("prefer"),
  /**
   * Always encrypted; the server's identity is not verified. With {@code sslrootcert} in the URL,
   * equivalent to {@link #VERIFY_CA}.
   */
  REQUIRE("require"),
  /** Always encrypted; the server's certificate must be issued by a trusted authority. */
  VERIFY_CA("verify-ca"),
  /** As {@link #VERIFY_CA}, and the certificate must match the host name. */
  VERIFY_FULL("verify-full");

  private static final Map<String, SslMode> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(SslMode::value, Function.identity()));

  private final String value;

  SslMode(String value) {
    this.value = value;
  }

  static List<String> texts() {
    return Arrays.stream(values()).map(SslMode::value).toList();
  }

  /**
   * Returns the text of this mode in {@code DB_SSL_MODE} and in a URL's {@code sslmode}.
   *
   * @return the text, for example {@code verify-full}
   */
  public String value() {
    return value;
  }

  /**
   * Returns the mode of a text.
   *
   * @param value one of {@code disable}, {@code allow}, {@code prefer}, {@code require}, {@code
   *     verify-ca} and {@code verify-full}, in lower case
   * @return the mode
   * @throws ConfigurationException if the text is none of these; the message names {@code
   *     DB_SSL_MODE}
   */
  public static SslMode fromValue(String value) {
    Variable.DB_SSL_MODE.check(value);
    return Objects.requireNonNull(BY_VALUE.get(value));
  }
}
