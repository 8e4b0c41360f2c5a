package io.zkpersona.storage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has the managers of a class's tests, and of those nested in it, work as a role that has the
 * rights of {@code migrations/grants.sql} and owns nothing.
 */
public final class RuntimeRole implements BeforeAllCallback, AfterAllCallback {

  private static final String NAME = "runtime_role";

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(TestServer.get().jdbcUrl("postgres"))) {
      if (Backends.one(connection, "SELECT count(*) FROM pg_roles WHERE rolname = '" + NAME + "'")
          .equals("0")) {
        Backends.execute(connection, "CREATE ROLE " + NAME + " LOGIN PASSWORD 'secret'");
      }
    }
    TestDatabase.setRuntimeRole(this);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    TestDatabase.setRuntimeRole(null);
  }

  String url(String url) {
    return url.replaceFirst("//[^@]*@", "//" + NAME + ":secret@");
  }

  /** The file, with psql's variables replaced. */
  public String grants() {
    try {
      return Files.readString(Path.of("../migrations/grants.sql"))
          .replace(":\"schema\"", "zkpersona")
          .replace(":\"owner\"", "CURRENT_USER")
          .replace(":\"runtime\"", NAME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
