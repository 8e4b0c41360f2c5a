package io.zkpersona.junit;

import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database and the credentials for it, in the form of {@code DATABASE_URL}. Shown without them.
 *
 * @param url the URL
 */
record DatabaseAddress(String url) {

  private static final Pattern PARTS =
      Pattern.compile("([^:]+(?::[^:]+)?://[^/?]*)(?:/([^?]*))?(.*)");

  /** Returns the address of another database on the same server. */
  DatabaseAddress of(String database) {
    Matcher parts = parts();
    return new DatabaseAddress(parts.group(1) + "/" + database + parts.group(3));
  }

  /** Returns the database's name; empty if the URL has none. */
  String database() {
    return Objects.requireNonNullElse(parts().group(2), "");
  }

  private Matcher parts() {
    Matcher parts = PARTS.matcher(url);
    if (!parts.matches()) {
      throw new ExtensionConfigurationException("server: no URL of a server");
    }
    return parts;
  }

  /** Returns a data source without a pool. */
  DataSource dataSource(String applicationName) {
    DatabaseConfig config = parsed();
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(config.jdbcUrl());
      for (Map.Entry<String, String> property : properties(config).entrySet()) {
        source.setProperty(property.getKey(), property.getValue());
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the driver refuses its own properties", e);
    }
    source.setApplicationName(applicationName);
    return source;
  }

  /** Returns the URL for {@code DriverManager}, with user, password and parameters. */
  String jdbcUrl() {
    DatabaseConfig config = parsed();
    return config.jdbcUrl()
        + properties(config).entrySet().stream()
            .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private DatabaseConfig parsed() {
    return DatabaseConfig.builder().databaseUrl(url).build();
  }

  private static Map<String, String> properties(DatabaseConfig config) {
    Map<String, String> all = new TreeMap<>(config.driverProperties());
    all.put("user", config.user());
    config.password().map(Secret::reveal).ifPresent(password -> all.put("password", password));
    return all;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "DatabaseAddress[" + url.length() + " characters]";
  }
}
