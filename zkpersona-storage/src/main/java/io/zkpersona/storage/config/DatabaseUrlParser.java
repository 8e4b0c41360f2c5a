package io.zkpersona.storage.config;

import io.zkpersona.storage.error.ConfigurationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses a database URL.
 *
 * <p>Error messages quote no part of the URL: if a password was not encoded, a piece that looks
 * like another part may belong to the password. The only exceptions are parameter names, under the
 * conditions in {@link #describe}.
 */
final class DatabaseUrlParser {

  private static final int DEFAULT_PORT = 5432;
  private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");
  private static final String JDBC_SCHEME = "jdbc:postgresql://";
  private static final String SPECIALS = "special characters percent-encoded: @ as %40, / as %2F";

  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,252})");
  private static final Pattern IPV6 =
      Pattern.compile("\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?]");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[^\\[\\]]*]|[^:\\[\\]]*)(:.*)?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]{1,63}");
  private static final Pattern BLANK = Pattern.compile("[\\p{IsControl}\\p{IsWhite_Space}\\p{Cf}]");

  private final Variable variable;
  private final boolean jdbc;
  private final String authority;
  private final String path;
  private final String query;

  private @Nullable String user;
  private @Nullable Secret password;
  private boolean secretInQuery;
  private final Map<String, String> parameters = new TreeMap<>();

  private DatabaseUrlParser(Variable variable, String url) {
    this.variable = variable;
    if (BLANK.matcher(url).find()) {
      throw refusal("a space or an invisible character in the URL", DatabaseUrl.FORM);
    }
    this.jdbc = url.startsWith(JDBC_SCHEME);
    String rest = withoutScheme(url);
    int question = rest.indexOf('?');
    String front = question < 0 ? rest : rest.substring(0, question);
    int slash = front.indexOf('/');
    this.authority = slash < 0 ? front : front.substring(0, slash);
    this.path = slash < 0 ? "" : front.substring(slash + 1);
    this.query = question < 0 ? "" : rest.substring(question + 1);
  }

  /**
   * Parses a URL.
   *
   * @param variable the variable that holds it, for messages
   * @throws ConfigurationException if the URL has none of the accepted forms or is incomplete
   */
  static DatabaseUrl parse(Variable variable, String url) {
    return new DatabaseUrlParser(variable, url).parse();
  }

  private DatabaseUrl parse() {
    int at = authority.indexOf('@');
    if (at != authority.lastIndexOf('@')
        || path.indexOf('@') >= 0
        || (!jdbc && query.indexOf('@') >= 0)) {
      throw refusal("an @ in the wrong place", SPECIALS);
    }
    if (at >= 0) {
      readUserInfo(authority.substring(0, at));
    }
    List<DatabaseUrl.Host> hosts = hosts(authority.substring(at + 1));
    String database = database();
    readQuery();
    if (user == null || user.isEmpty()) {
      throw refusal("no user", DatabaseUrl.FORM);
    }
    return new DatabaseUrl(
        hosts, database, user, password, Collections.unmodifiableMap(parameters));
  }

  private String withoutScheme(String url) {
    if (jdbc) {
      return url.substring(JDBC_SCHEME.length());
    }
    for (String scheme : SCHEMES) {
      if (url.startsWith(scheme)) {
        return url.substring(scheme.length());
      }
    }
    throw refusal("not a PostgreSQL URL", "postgresql://…, postgres://… or jdbc:postgresql://…");
  }

  private void readUserInfo(String userInfo) {
    int colon = userInfo.indexOf(':');
    setUser(decode("user", colon < 0 ? userInfo : userInfo.substring(0, colon), false));
    if (colon >= 0) {
      setPassword(decode("password", userInfo.substring(colon + 1), false));
    }
  }

  private List<DatabaseUrl.Host> hosts(String list) {
    List<DatabaseUrl.Host> hosts = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      hosts.add(host(item, "host " + (hosts.size() + 1)));
    }
    return List.copyOf(hosts);
  }

  private DatabaseUrl.Host host(String item, String what) {
    if (item.isEmpty()) {
      throw refusal(what + " is missing", DatabaseUrl.FORM);
    }
    Matcher parts = HOST_AND_PORT.matcher(item);
    String name = parts.matches() ? decode(what, parts.group(1), false) : "";
    if (!HOST_NAME.matcher(name).matches() && !IPV6.matcher(name).matches()) {
      throw refusal(what + " is malformed", "a host name, an IPv4 address or an [IPv6 address]");
    }
    String port = parts.group(2);
    if (port == null) {
      return new DatabaseUrl.Host(name, DEFAULT_PORT);
    }
    String digits = port.substring(1);
    int number = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
    if (number < 1 || number > 65_535) {
      throw refusal("the port of " + what + " is not valid", "1..65535");
    }
    return new DatabaseUrl.Host(name, number);
  }

  private String database() {
    if (path.isEmpty()) {
      throw refusal("no database", DatabaseUrl.FORM);
    }
    if (path.indexOf('/') >= 0) {
      throw refusal("a / in the database's name", SPECIALS);
    }
    return decode("database", path, jdbc);
  }

  private void readQuery() {
    int number = 0;
    for (String item : query.split("&", -1)) {
      number++;
      if (item.isEmpty()) {
        continue;
      }
      int equals = item.indexOf('=');
      String name = equals < 0 ? item : item.substring(0, equals);
      String what = describe(name, number);
      String value = equals < 0 ? "" : decode(what, item.substring(equals + 1), jdbc);
      if (name.equals("user")) {
        setUser(value);
      } else if (name.equals("password")) {
        secretInQuery = true;
        setPassword(value);
      } else {
        readParameter(name, what, value);
      }
    }
  }

  private void readParameter(String name, String what, String value) {
    UrlParameter parameter = UrlParameter.find(name);
    if (parameter == null) {
      String reason = UrlParameter.reasonForRefusing(name);
      throw refusal(
          what + (reason == null ? " is not allowed" : " " + reason),
          "only user, password, " + UrlParameter.allowedNames());
    }
    String driverValue = UrlParameter.driverValue(name, value);
    if (driverValue == null) {
      throw refusal(what + " has an invalid value", UrlParameter.expectedValue(name));
    }
    if (parameters.putIfAbsent(parameter.driverName(), driverValue) != null) {
      throw refusal(what + " is given twice", "once");
    }
  }

  /**
   * Names a parameter, unless the name may be the end of a password that contains an unencoded
   * {@code &} or {@code ?}.
   */
  private String describe(String name, int number) {
    boolean safe = !secretInQuery && query.indexOf('@') < 0 && WORD.matcher(name).matches();
    return "parameter " + (safe || UrlParameter.isKnown(name) ? name : "number " + number);
  }

  private void setUser(String text) {
    if (user != null) {
      throw refusal("user is given twice", "once");
    }
    user = text;
  }

  private void setPassword(String text) {
    if (password != null) {
      throw refusal("password is given twice", "once");
    }
    // PostgreSQL treats an empty password as none.
    password = text.isEmpty() ? null : Secret.of(text);
  }

  private String decode(String what, String encoded, boolean plusIsSpace) {
    String text = PercentEncoding.decode(encoded, plusIsSpace);
    if (text == null) {
      throw refusal(what + " is malformed", "percent-encoded UTF-8, % itself as %25, without NUL");
    }
    return text;
  }

  private ConfigurationException refusal(String got, String expected) {
    return variable.refusal(got, expected);
  }
}
