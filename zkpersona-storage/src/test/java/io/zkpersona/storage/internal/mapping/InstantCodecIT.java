package io.zkpersona.storage.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;

/** Times read the same in the server's text and binary formats. */
class InstantCodecIT {

  private static final int BINARY_FROM_THE_FIRST_ROW = -1;
  private static final int NEVER = 0;

  private static TestDatabase database;
  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    database = TestDatabase.empty();
    connection = database.connect();
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
    database.close();
  }

  private static List<@Nullable Instant> read(String sql, int threshold) throws SQLException {
    List<@Nullable Instant> times = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(threshold);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          times.add(Codecs.INSTANT.read(rows, 1));
        }
      }
    }
    return times;
  }

  @ParameterizedTest
  @ValueSource(ints = {NEVER, BINARY_FROM_THE_FIRST_ROW})
  void everyMicrosecondIsReadAsItWasWritten(int threshold) throws SQLException {
    List<Instant> written =
        new ArrayList<>(
            List.of(
                Instant.EPOCH,
                Instant.parse("2000-01-01T00:00:00Z"),
                Instant.parse("1999-12-31T23:59:59.999999Z"),
                Instant.parse("2000-01-01T00:00:00.000001Z"),
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("-4712-01-01T00:00:00Z"),
                Instant.parse("1582-10-10T12:00:00Z"),
                Instant.parse("2026-10-25T01:30:00.123456Z"),
                Instant.parse("9999-12-31T23:59:59.999999Z"),
                Instant.parse("+30000-01-01T00:00:00Z"),
                Instant.parse("+33688-09-27T01:46:39.999999Z"),
                Instant.parse("+33688-09-27T01:46:40Z"),
                Instant.parse("+200000-01-01T00:00:00.000001Z")));
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      written.add(
          Instant.ofEpochSecond(
              random.nextLong(-60_000_000_000L, 250_000_000_000L),
              random.nextInt(1_000_000) * 1_000L));
    }
    StringBuilder sql = new StringBuilder("SELECT t FROM (VALUES ");
    for (int i = 0; i < written.size(); i++) {
      sql.append(i == 0 ? "" : ", ")
          .append("(%d, '%s'::timestamptz)".formatted(i, DateText.of(written.get(i))));
    }
    sql.append(") AS v (i, t) ORDER BY i");

    assertThat(read(sql.toString(), threshold)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(ints = {NEVER, BINARY_FROM_THE_FIRST_ROW})
  void nothingIsReadAsNull(int threshold) throws SQLException {
    assertThat(read("SELECT NULL::timestamptz", threshold)).containsOnlyNulls();
  }

  @ParameterizedTest
  @ValueSource(ints = {NEVER, BINARY_FROM_THE_FIRST_ROW})
  void timesWithoutEndAreRefused(int threshold) {
    for (String time : List.of("infinity", "-infinity")) {
      assertThatThrownBy(() -> read("SELECT '" + time + "'::timestamptz", threshold))
          .isInstanceOf(DateTimeException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Asia/Kathmandu", "America/Caracas", "UTC"})
  void timeZonesDoNotCount(String zone) throws SQLException {
    TimeZone before = TimeZone.getDefault();
    try (Statement statement = connection.createStatement()) {
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      statement.execute("SET TIME ZONE '" + zone + "'");
      for (int threshold : new int[] {NEVER, BINARY_FROM_THE_FIRST_ROW}) {
        assertThat(read("SELECT '2026-03-01 12:00:00.000001+00'::timestamptz", threshold))
            .containsExactly(Instant.parse("2026-03-01T12:00:00.000001Z"));
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }
}
