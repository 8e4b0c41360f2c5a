package io.zkpersona.storage.config;

import io.zkpersona.domain.error.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether the connection is encrypted and the server proven, with PostgreSQL's meanings. */
public enum SslMode {
  /** Never encrypted. */
  DISABLE("disable"),
  /** Encrypted only if the server insists. */
  ALLOW("allow"),
  /** Encrypted if the server can; otherwise in clear text. The default. */
  PREFER("prefer"),
  /**
   * Always encrypted; who the server is, is not checked. With the URL's {@code sslrootcert} it is
   * {@link #VERIFY_CA}.
   */
  REQUIRE("require"),
  /** Always encrypted; the server's certificate must come from a trusted authority. */
  VERIFY_CA("verify-ca"),
  /** Like {@link #VERIFY_CA}, and the certificate must be made out to the host's name. */
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
   * Gives the text that stands for this mode in {@code DB_SSL_MODE} and in a URL's {@code sslmode}.
   *
   * @return for example {@code verify-full}
   */
  public String value() {
    return value;
  }

  /**
   * Finds the mode that a text stands for.
   *
   * @param value one of {@code disable}, {@code allow}, {@code prefer}, {@code require}, {@code
   *     verify-ca} and {@code verify-full}, in lower case
   * @return the mode
   * @throws ConfigurationException naming {@code DB_SSL_MODE} if the text is none of these
   */
  public static SslMode fromValue(String value) {
    Variable.DB_SSL_MODE.check(value);
    return Objects.requireNonNull(BY_VALUE.get(value));
  }
}
