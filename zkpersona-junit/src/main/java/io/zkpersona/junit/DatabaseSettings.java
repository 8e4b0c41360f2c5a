package io.zkpersona.junit;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * How databases are made and opened.
 *
 * @param server the server, unless properties choose another one
 * @param preparations the steps that fill the template after the library's migrations
 * @param config changes the configuration of managers
 */
record DatabaseSettings(
    ServerChoice server, List<Preparation> preparations, Consumer<DatabaseConfigBuilder> config) {

  private static final String ANY = "postgresql://anybody@localhost/any";
  private static final String NAME = "zkpersona-junit";
  private static final int CONNECTIONS = 8;

  /** Returns the configuration of managers. Templates are migrated, so their copies are not. */
  DatabaseConfig config(DatabaseAddress address) {
    DatabaseConfigBuilder builder =
        DatabaseConfig.builder()
            .databaseUrl(address.url())
            .maxConnections(CONNECTIONS)
            .minConnections(0)
            .autoMigrate(false)
            // A test that leaks a connection is over.
            .closeTimeout(Duration.ZERO)
            .applicationName(NAME);
    config.accept(builder);
    return builder.databaseUrl(address.url()).build();
  }

  TemplateKey templateKey() {
    return new TemplateKey(config(new DatabaseAddress(ANY)).schema(), preparations);
  }

  /** Migrates a new template and runs the preparations on it. */
  void fill(DatabaseAddress template) {
    DatabaseManager.open(config(template).toBuilder().autoMigrate(true).build()).close();
    DataSource source = template.dataSource(NAME);
    for (Preparation step : preparations) {
      try {
        step.run(source);
      } catch (ExtensionConfigurationException e) {
        throw e;
      } catch (Exception e) {
        throw new ExtensionConfigurationException(
            "step "
                + (preparations.indexOf(step) + 1)
                + " of "
                + preparations.size()
                + " that fill the template failed (expected: one that runs on an empty schema of"
                + " the library); the cause says why",
            e);
      }
    }
  }
}
