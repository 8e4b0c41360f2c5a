package io.zkpersona.storage.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that a URL may contain, each known to be harmless, under the driver's names.
 *
 * <p>Rejected are parameters that name a class to load or a file to write, that change the search
 * path or session settings, which this library controls, or that change how statements are
 * answered.
 */
enum UrlParameter {
  SSL_MODE("sslmode", Rule.oneOf(SslMode.texts())),
  SSL_ROOT_CERT("sslrootcert", Rules.PATH_OR_SYSTEM),
  SSL_CERT("sslcert", Rules.PATH),
  SSL_KEY("sslkey", Rules.PATH),
  CHANNEL_BINDING("channelBinding", Rule.oneOf(List.of("disable", "prefer", "require"))),
  GSS_ENC_MODE("gssEncMode", Rule.oneOf(List.of("disable", "allow", "prefer", "require"))),
  REQUIRE_AUTH("requireAuth", Rules.METHODS),
  APPLICATION_NAME("ApplicationName", Rules.APPLICATION_NAME),
  CONNECT_TIMEOUT("connectTimeout", Rules.SECONDS),
  LOGIN_TIMEOUT("loginTimeout", Rules.SECONDS),
  SOCKET_TIMEOUT("socketTimeout", Rules.SECONDS),
  CANCEL_SIGNAL_TIMEOUT("cancelSignalTimeout", Rules.SECONDS),
  TCP_KEEP_ALIVE("tcpKeepAlive", Rule.trueOrFalse()),
  TCP_NO_DELAY("tcpNoDelay", Rule.trueOrFalse()),
  SEND_BUFFER_SIZE("sendBufferSize", Rules.POSITIVE),
  RECEIVE_BUFFER_SIZE("receiveBufferSize", Rules.POSITIVE),
  TARGET_SERVER_TYPE(
      "targetServerType",
      Rule.oneOf(List.of("any", "primary", "secondary", "preferPrimary", "preferSecondary"))),
  LOAD_BALANCE_HOSTS("loadBalanceHosts", Rule.trueOrFalse()),
  HOST_RECHECK_SECONDS("hostRecheckSeconds", Rule.between(0, Integer.MAX_VALUE)),
  PREPARE_THRESHOLD("prepareThreshold", Rule.between(-1, Integer.MAX_VALUE)),
  PREPARED_STATEMENT_CACHE_QUERIES("preparedStatementCacheQueries", Rules.NOT_NEGATIVE),
  PREPARED_STATEMENT_CACHE_SIZE("preparedStatementCacheSizeMiB", Rules.NOT_NEGATIVE),
  DEFAULT_ROW_FETCH_SIZE("defaultRowFetchSize", Rules.NOT_NEGATIVE),
  BINARY_TRANSFER("binaryTransfer", Rule.trueOrFalse()),
  REWRITE_BATCHED_INSERTS("reWriteBatchedInserts", Rule.trueOrFalse()),
  ASSUME_MIN_SERVER_VERSION(
      "assumeMinServerVersion", Rule.matching("[0-9]{1,3}(\\.[0-9]{1,3}){0,2}", "a version"));

  /**
   * A spelling of a parameter in URLs: libpq uses other names and, for some parameters, other
   * values.
   */
  private record Spelling(UrlParameter parameter, Map<String, String> values) {
    Spelling(UrlParameter parameter) {
      this(parameter, Map.of());
    }
  }

  /** The reasons for rejecting well-known parameters. */
  private static final Map<String, String> REFUSED =
      Stream.of(
              refused(
                  "names a class for the driver to load",
                  "authenticationPluginClassName classLoaderStrategy connectExecutor"
                      + " connectExecutorArg socketFactory socketFactoryArg sslfactory"
                      + " sslfactoryarg sslhostnameverifier sslpasswordcallback xmlFactoryFactory"),
              refused(
                  "would make the driver write a log, which contains personal data",
                  "loggerFile loggerLevel"),
              refused(
                  "could change the search path or session settings; see DB_SCHEMA and the timeouts",
                  "currentSchema options schema search_path"),
              refused("is spelled sslmode", "ssl"),
              refused("is a secret; keep the key file unencrypted and protected", "sslpassword"),
              refused(
                  "repeats the host, port or database of the URL",
                  "PGDBNAME PGHOST PGPORT dbname host hostaddr port service"))
          .flatMap(map -> map.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private static final Map<String, Spelling> SPELLINGS = spellings();

  private final String driverName;

  // A rule holds a stateless predicate, which the immutability check cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Rule rule;

  UrlParameter(String driverName, Rule rule) {
    this.driverName = driverName;
    this.rule = rule;
  }

  /**
   * Rules shared by several parameters; enum constants can't refer to static fields of the enum.
   */
  private static final class Rules {
    static final Rule PATH = Rule.matching("[^\\p{Cntrl}]{1,4096}", "the path of a file");
    static final Rule PATH_OR_SYSTEM =
        Rule.matching("[^\\p{Cntrl}]{1,4096}", "the path of a file, or system");
    static final Rule APPLICATION_NAME =
        Rule.matching("[ -~]{1,63}", "1..63 printable ASCII characters");
    // Zero would mean forever, and no call may wait forever.
    static final Rule SECONDS = Rule.between(1, Integer.MAX_VALUE / 1000);
    static final Rule POSITIVE = Rule.between(1, Integer.MAX_VALUE);
    static final Rule NOT_NEGATIVE = Rule.between(0, Integer.MAX_VALUE);

    static final Rule METHODS = methods("password|md5|gss|sspi|scram-sha-256|none");

    private Rules() {}

    private static Rule methods(String names) {
      String method = "!?(" + names + ")";
      return Rule.matching(
          method + "(," + method + ")*",
          "a comma-separated list of "
              + names.replace("|", ", ")
              + ", with ! before a method to exclude it");
    }
  }

  /** Returns the parameter's name in the driver's properties. */
  String driverName() {
    return driverName;
  }

  /** Tells whether a message may quote the name, since it is a known parameter. */
  static boolean isKnown(String name) {
    return SPELLINGS.containsKey(name) || REFUSED.containsKey(name);
  }

  /** Finds a parameter by the driver's or libpq's name. */
  static @Nullable UrlParameter find(String name) {
    Spelling spelling = SPELLINGS.get(name);
    return spelling == null ? null : spelling.parameter();
  }

  /** Returns the reason for rejecting a name; null if it is only unknown. */
  static @Nullable String reasonForRefusing(String name) {
    return REFUSED.get(name);
  }

  /** Describes the values accepted under a name. */
  static String expectedValue(String name) {
    Spelling spelling = spelling(name);
    return spelling.values().isEmpty()
        ? spelling.parameter().rule.expected()
        : "one of " + String.join(", ", spelling.values().keySet());
  }

  /** Returns the driver's form of a value; null if the value is invalid. */
  static @Nullable String driverValue(String name, String value) {
    Spelling spelling = spelling(name);
    if (!spelling.values().isEmpty()) {
      return spelling.values().get(value);
    }
    return spelling.parameter().rule.accepts(value) ? value : null;
  }

  /** Returns the driver's names of all parameters, for error messages. */
  static String allowedNames() {
    return Arrays.stream(values()).map(UrlParameter::driverName).collect(Collectors.joining(", "));
  }

  private static Spelling spelling(String name) {
    Spelling spelling = SPELLINGS.get(name);
    if (spelling == null) {
      throw new IllegalArgumentException("not a parameter's name");
    }
    return spelling;
  }

  private static Map<String, String> refused(String reason, String names) {
    return Arrays.stream(names.split(" ", -1))
        .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> reason));
  }

  private static Map<String, Spelling> spellings() {
    Map<String, Spelling> spellings = new TreeMap<>();
    for (UrlParameter parameter : values()) {
      spellings.put(parameter.driverName, new Spelling(parameter));
    }
    spellings.put("application_name", new Spelling(APPLICATION_NAME));
    spellings.put("channel_binding", new Spelling(CHANNEL_BINDING));
    spellings.put("connect_timeout", new Spelling(CONNECT_TIMEOUT));
    spellings.put("require_auth", new Spelling(REQUIRE_AUTH));
    // libpq has no "allow" here.
    spellings.put("gssencmode", new Spelling(GSS_ENC_MODE, same("disable", "prefer", "require")));
    spellings.put(
        "keepalives",
        new Spelling(TCP_KEEP_ALIVE, new TreeMap<>(Map.of("0", "false", "1", "true"))));
    spellings.put(
        "load_balance_hosts",
        new Spelling(
            LOAD_BALANCE_HOSTS, new TreeMap<>(Map.of("disable", "false", "random", "true"))));
    spellings.put(
        "target_session_attrs",
        new Spelling(
            TARGET_SERVER_TYPE,
            new TreeMap<>(
                Map.of(
                    "any", "any",
                    "prefer-standby", "preferSecondary",
                    "primary", "primary",
                    "read-only", "secondary",
                    "read-write", "primary",
                    "standby", "secondary"))));
    return spellings;
  }

  private static Map<String, String> same(String... values) {
    return Arrays.stream(values)
        .collect(
            Collectors.toMap(
                Function.identity(), Function.identity(), (first, second) -> first, TreeMap::new));
  }
}
