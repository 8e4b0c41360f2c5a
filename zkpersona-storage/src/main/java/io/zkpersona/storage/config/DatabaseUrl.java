package io.zkpersona.storage.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a validated database URL.
 *
 * @param hosts the servers, in the order given; never empty
 * @param database the database's name, decoded
 * @param user the role's name, decoded
 * @param password the password, decoded; null if none is given
 * @param parameters the driver properties, sorted by name
 */
record DatabaseUrl(
    List<Host> hosts,
    String database,
    String user,
    @Nullable Secret password,
    Map<String, String> parameters) {

  static final String FORM =
      "postgresql://user:password@host:port/database?parameter=value, percent-encoded";

  /** A server: its name in the driver's form (IPv6 in brackets), and its port. */
  record Host(String name, int port) {
    @Override
    public String toString() {
      return name + ":" + port;
    }
  }

  /** Returns the URL for the driver, without user, password and parameters. */
  String jdbcUrl() {
    return "jdbc:postgresql://" + hostList() + "/" + PercentEncoding.encode(database);
  }

  /** Returns the URL in the usual form, with the password masked. */
  String masked() {
    String query =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + PercentEncoding.encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return "postgresql://"
        + PercentEncoding.encode(user)
        + (password == null ? "" : ":" + Secret.MASK)
        + "@"
        + hostList()
        + "/"
        + PercentEncoding.encode(database)
        + (query.isEmpty() ? "" : "?" + query);
  }

  private String hostList() {
    return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
  }
}
