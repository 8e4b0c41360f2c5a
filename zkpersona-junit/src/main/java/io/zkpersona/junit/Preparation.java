package io.zkpersona.junit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** A step that fills the template database. Equal steps share a template. */
sealed interface Preparation {

  /** Runs it on the template, after the library's migrations. */
  void run(DataSource template) throws Exception;

  /** Statements, separated by semicolons. */
  record Sql(String text) implements Preparation {

    @Override
    public void run(DataSource template) throws SQLException {
      try (Connection connection = template.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(text);
      }
    }
  }

  /** A file of statements on the class path. */
  record Script(String resource) implements Preparation {

    @Override
    public void run(DataSource template) throws IOException, SQLException {
      String name = resource.startsWith("/") ? resource.substring(1) : resource;
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      ClassLoader loader = context == null ? Script.class.getClassLoader() : context;
      try (InputStream file = loader.getResourceAsStream(name)) {
        if (file == null) {
          throw new ExtensionConfigurationException(
              "script: " + name + " is not on the class path (expected: a file of statements)");
        }
        new Sql(new String(file.readAllBytes(), StandardCharsets.UTF_8)).run(template);
      }
    }
  }

  /** Code, such as migrations of the host. Equal only to itself. */
  record Code(TemplateStep step) implements Preparation {

    @Override
    public void run(DataSource template) throws Exception {
      step.run(template);
    }
  }
}
