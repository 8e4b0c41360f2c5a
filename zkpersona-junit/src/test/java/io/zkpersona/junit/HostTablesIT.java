package io.zkpersona.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.user.User;
import io.zkpersona.junit.fixtures.StoredFixtures;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HostTablesIT {

  private static final AtomicInteger STEPS = new AtomicInteger();

  @RegisterExtension
  static final ZkPersonaExtension DATABASE =
      ZkPersonaExtension.builder()
          .database(DatabasePer.METHOD)
          .poolSize(3)
          .config(config -> config.applicationName("host-test"))
          .script("/db/host.sql")
          .sql("CREATE TABLE public.notes (text text); INSERT INTO public.notes VALUES ('a;b')")
          .template(HostTablesIT::migrate)
          .build();

  @SuppressWarnings("resource") // A step that leaves a connection open.
  private static void migrate(DataSource template) throws SQLException {
    STEPS.incrementAndGet();
    template.getConnection().createStatement().execute("INSERT INTO public.notes VALUES ('code')");
  }

  @RepeatedTest(3)
  void theTemplateHasTheTablesOfTheHost(
      StoredFixtures fixtures, DataSource dataSource, Repositories repositories)
      throws SQLException {
    User user = fixtures.user();
    try (Connection connection = dataSource.getConnection()) {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO subscriptions VALUES (?, 'gold')")) {
        insert.setObject(1, user.id().value());
        insert.executeUpdate();
      }
      assertThat(first(connection, "SELECT plan_of(user_id) FROM subscriptions")).isEqualTo("gold");
      assertThat(first(connection, "SELECT string_agg(text, ',' ORDER BY text) FROM notes"))
          .isEqualTo("a;b,code");
    }
    assertThat(repositories.roles().findAll()).hasSize(1);
    assertThat(STEPS).hasValue(1);
  }

  @Test
  void managersHaveTheConfiguration(DatabaseManager manager) {
    assertThat(manager.poolStats().orElseThrow().maximum()).isEqualTo(3);
    assertThat(
            manager.<String>withConnection(
                connection -> first(connection, "SHOW application_name")))
        .isEqualTo("host-test");
  }

  @Test
  void aFurtherDatabaseIsTheCallers(TestDatabase own) {
    try (TestDatabase further = DATABASE.createDatabase()) {
      assertThat(further.url()).isNotEqualTo(own.url());
      assertThat(further.repositories().roles().count()).isEqualTo(1);
    }
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (ResultSet result = connection.createStatement().executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
