package io.zkpersona.storage.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.testing.LogCapture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pool uses the configured values and silently corrects none of them. */
class PoolFactoryTest {

  /** No server listens there, and without idle connections the pool opens none. */
  private static final String URL = "postgresql://ada@localhost:1/people";

  static Stream<Map<String, String>> configurations() {
    List<Map<String, String>> all = new ArrayList<>();
    for (String sizes : List.of("1/0", "1/1", "8/0", "8/8", "50/")) {
      for (String lifetime :
          List.of("", "0", "30", "31", "59", "60", "61", "600", "1200", "1201")) {
        for (String idle : List.of("", "0", "10", "29", "599")) {
          boolean tooLong =
              !lifetime.isEmpty()
                  && !lifetime.equals("0")
                  && !idle.isEmpty()
                  && Integer.parseInt(idle) >= Integer.parseInt(lifetime);
          if (!tooLong) {
            String[] maxAndMin = sizes.split("/", -1);
            all.add(
                Map.of(
                    "DATABASE_URL",
                    URL,
                    "DB_MAX_CONNECTIONS",
                    maxAndMin[0],
                    "DB_MIN_CONNECTIONS",
                    maxAndMin[1],
                    "DB_MAX_LIFETIME_SECS",
                    lifetime,
                    "DB_IDLE_TIMEOUT_SECS",
                    idle,
                    "DB_CONNECT_TIMEOUT_SECS",
                    "1"));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void thePoolChangesNothingAndHasNothingToSay(Map<String, String> environment) {
    DatabaseConfig config = DatabaseConfig.fromEnvironment(environment);
    HikariConfig wanted = PoolFactory.poolConfig(config);
    String text;
    HikariConfig checked = new HikariConfig();
    try (LogCapture log = new LogCapture()) {
      wanted.copyStateTo(checked);
      checked.validate();
      text = log.text();
    }

    assertThat(text).isEmpty();
    assertThat(values(checked)).isEqualTo(values(PoolFactory.poolConfig(config)));
    assertThat(checked.getMaximumPoolSize()).isEqualTo(config.maxConnections());
    assertThat(checked.getMinimumIdle()).isEqualTo(config.minConnections());
    assertThat(checked.getConnectionTimeout()).isEqualTo(config.connectTimeout().toMillis());
    config
        .maxLifetime()
        .ifPresent(lifetime -> assertThat(checked.getMaxLifetime()).isEqualTo(lifetime.toMillis()));
    if (config.minConnections() < config.maxConnections()) {
      config
          .idleTimeout()
          .ifPresent(idle -> assertThat(checked.getIdleTimeout()).isEqualTo(idle.toMillis()));
    }
  }

  @Test
  void theListenerAboveWouldHearThePoolComplain() {
    HikariConfig bad = PoolFactory.poolConfig(DatabaseConfig.builder().databaseUrl(URL).build());
    bad.setMaxLifetime(1_000);

    try (LogCapture log = new LogCapture()) {
      bad.validate();

      assertThat(log.lines("maxLifetime")).isNotEmpty();
    }
  }

  @Test
  void anIdleConnectionLivesNoLongerThanAConnectionByDefault() {
    assertThat(idleMillis("")).isEqualTo(600_000);
    assertThat(idleMillis("0")).isEqualTo(600_000);
    assertThat(idleMillis("30")).isEqualTo(15_000);
    assertThat(idleMillis("86400")).isEqualTo(600_000);
  }

  @Test
  void aPoolConnectsOnlyWhenItIsAsked() {
    DatabaseConfig config = DatabaseConfig.builder().databaseUrl(URL).minConnections(0).build();

    try (HikariDataSource pool = PoolFactory.pool(config, PoolFactory.single(config))) {
      assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isZero();
    }
  }

  private static long idleMillis(String lifetime) {
    return PoolFactory.poolConfig(
            DatabaseConfig.fromEnvironment(
                Map.of("DATABASE_URL", URL, "DB_MAX_LIFETIME_SECS", lifetime)))
        .getIdleTimeout();
  }

  private static Map<String, Long> values(HikariConfig config) {
    Map<String, Long> values = new HashMap<>();
    values.put("maximumPoolSize", (long) config.getMaximumPoolSize());
    values.put("minimumIdle", (long) config.getMinimumIdle());
    values.put("connectionTimeout", config.getConnectionTimeout());
    values.put("validationTimeout", config.getValidationTimeout());
    values.put("idleTimeout", config.getIdleTimeout());
    values.put("maxLifetime", config.getMaxLifetime());
    values.put("keepaliveTime", config.getKeepaliveTime());
    return values;
  }
}
