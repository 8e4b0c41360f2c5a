package io.zkpersona.spring.internal.analysis;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains that the database can't be used when the application starts. Names the server, as the
 * URL does, without user, password and parameters.
 */
public final class ConnectionFailure extends AbstractFailureAnalyzer<DatabaseException> {

  private static final String URL = "spring.datasource.url";
  private static final String INVALID_DATABASE = "3D000";
  private static final String INVALID_AUTHORIZATION = "28";

  private final @Nullable Environment environment;

  /**
   * Called by Spring Boot.
   *
   * @param environment the application's; null if it is unknown
   */
  public ConnectionFailure(@Nullable Environment environment) {
    this.environment = environment;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, DatabaseException cause) {
    String state = cause.sqlState().orElse("");
    if (!(cause instanceof DatabaseUnavailableException)
        && !state.equals(INVALID_DATABASE)
        && !state.startsWith(INVALID_AUTHORIZATION)) {
      return null;
    }
    return new FailureAnalysis(
        description(state, cause),
        "Check %s and its user and password, and that the server%s runs and accepts connections."
            .formatted(URL, server()),
        cause);
  }

  private static String description(String state, DatabaseException cause) {
    if (state.equals(INVALID_DATABASE)) {
      return "The server has no such database.";
    }
    if (state.startsWith(INVALID_AUTHORIZATION)) {
      return "The server rejected the role, its password or the connection method.";
    }
    return "The library can't use the database: " + cause.getMessage();
  }

  /** Returns the server of the URL, as {@code host:port}, in parentheses. */
  private String server() {
    String url = environment == null ? null : environment.getProperty(URL);
    if (url == null) {
      return "";
    }
    String afterScheme = url.substring(Math.max(0, url.indexOf("://") + "://".length()));
    String authority = afterScheme.split("[/?]", 2)[0];
    return " (" + Objects.requireNonNull(authority).substring(authority.lastIndexOf('@') + 1) + ")";
  }
}
