package io.zkpersona.storage.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Values written for COPY, and as array elements, read back equal. */
class BinaryWriterIT {

  /** A type with edge values; null is tested for every type. */
  private record Type<T>(String sqlType, Class<T> type, Function<T, ?> seen, List<T> values) {}

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

  private static Stream<Type<?>> types() {
    return Stream.of(
        type(
            "uuid",
            UUID.class,
            new UUID(0, 0),
            new UUID(-1, -1),
            new UUID(Long.MIN_VALUE, 1),
            UUID.fromString("018f4c6e-0000-7000-8000-000000000001")),
        type(
            "text",
            String.class,
            "",
            "plain",
            " { } , \" \\ ' NULL null \n\t\u0001 ",
            "NULL",
            "ü 中文 \uD83D\uDE00 \uDBFF\uDFFF \uFFFF",
            "x".repeat(200_000)),
        type("varchar(5)", String.class, "", "abcde", "\uD83D\uDE00".repeat(5)),
        type("boolean", Boolean.class, true, false),
        type("integer", Integer.class, 0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE),
        type("bigint", Long.class, 0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE),
        new Type<>(
            "numeric",
            BigDecimal.class,
            BigDecimal::stripTrailingZeros,
            Stream.of(
                    "0",
                    "0E+5",
                    "0.000",
                    "-0.0001",
                    "1",
                    "-1",
                    "9999",
                    "10000",
                    "10001",
                    "99999999",
                    "100000000",
                    "0.00001",
                    "0.8123",
                    "1.0000",
                    "12345.678",
                    "1E+10",
                    "-1E-10",
                    "1E-10",
                    "9E+77",
                    "1234567890123456789012345678901",
                    "-1234567890123456.789012345678901",
                    "-0.1234567890123456789012345678901")
                .map(BigDecimal::new)
                .toList()),
        type("numeric(5, 4)", BigDecimal.class, new BigDecimal("0.8123"), new BigDecimal("9.9999")),
        type(
            "numeric(78, 0)",
            BigInteger.class,
            BigInteger.ZERO,
            BigInteger.ONE.negate(),
            BigInteger.TWO.pow(256).subtract(BigInteger.ONE),
            BigInteger.TEN.pow(77)),
        type(
            "date",
            LocalDate.class,
            LocalDate.EPOCH,
            LocalDate.of(2000, 1, 1),
            LocalDate.of(1999, 12, 31),
            LocalDate.of(1, 1, 1),
            LocalDate.of(0, 12, 31),
            LocalDate.of(-4712, 1, 1),
            LocalDate.of(9999, 12, 31),
            LocalDate.of(294_275, 12, 31)),
        type(
            "timestamptz",
            Instant.class,
            Instant.EPOCH,
            Instant.parse("2000-01-01T00:00:00Z"),
            Instant.parse("1999-12-31T23:59:59.999999Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("2024-05-06T07:08:09.123456Z"),
            Instant.parse("2024-05-06T07:08:09.100Z"),
            Instant.parse("1582-10-10T12:00:00Z"),
            Instant.parse("0000-12-31T23:59:59.999999Z"),
            Instant.parse("-4712-01-01T00:00:00Z"),
            Instant.parse("+10000-01-01T00:00:00.000001Z"),
            Instant.parse("+294275-12-31T23:59:59.999999Z")),
        new Type<>(
            "jsonb",
            JSONB.class,
            JSONB::data,
            Stream.of(
                    "{}",
                    "null",
                    "\"NULL\"",
                    "[1, \"ü\\\"\\\\ \uD83D\uDE00\", 1234567890123456789012345678901]")
                .map(JSONB::valueOf)
                .toList()),
        new Type<>(
            "bytea",
            byte[].class,
            HexFormat.of()::formatHex,
            List.of(new byte[0], new byte[] {0}, new byte[] {-1, 0, 127, '\\', '"'}, all())));
  }

  @SafeVarargs
  private static <T> Type<T> type(String sqlType, Class<T> type, T... values) {
    List<T> listed = new ArrayList<>();
    for (T value : values) {
      listed.add(value);
    }
    return new Type<>(sqlType, type, value -> value, listed);
  }

  private static byte[] all() {
    byte[] bytes = new byte[70_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  @TestFactory
  Stream<DynamicTest> whatIsCopiedIsRead() {
    return types().map(type -> DynamicTest.dynamicTest(type.sqlType, () -> assertCopied(type)));
  }

  @TestFactory
  Stream<DynamicTest> whatIsAnElementOfAnArrayIsRead() {
    return types().map(type -> DynamicTest.dynamicTest(type.sqlType, () -> assertInArray(type)));
  }

  private static <T> Codec<T> codec(Type<T> type) {
    return Codecs.of(DSL.field(DSL.name("value"), type.type));
  }

  private static <T> List<T> withNull(Type<T> type) {
    List<T> values = new ArrayList<>(type.values);
    values.add(1, null);
    return values;
  }

  private static <T> void assertCopied(Type<T> type) throws SQLException {
    List<T> values = withNull(type);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE copied (n integer, value %s)".formatted(type.sqlType));
      CopyIn copy =
          new CopyManager(connection.unwrap(BaseConnection.class))
              .copyIn("COPY copied FROM STDIN (FORMAT binary)");
      BinaryWriter out = new BinaryWriter((bytes, length) -> copy.writeToCopy(bytes, 0, length));
      for (int i = 0; i < values.size(); i++) {
        out.row(2);
        out.int4(i);
        codec(type).write(out, values.get(i));
      }
      out.end();
      assertThat(copy.endCopy()).isEqualTo(values.size());
      assertRead(type, values, statement.executeQuery("SELECT value FROM copied ORDER BY n"));
      statement.execute("DROP TABLE copied");
    }
  }

  private static <T> void assertInArray(Type<T> type) throws SQLException {
    List<T> values = withNull(type);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT value FROM unnest(?::%s[]) WITH ORDINALITY AS t (value, n) ORDER BY n"
                .formatted(type.sqlType.replaceAll("\\(.*", "")))) {
      statement.setArray(1, codec(type).array(connection, values));
      assertRead(type, values, statement.executeQuery());
    }
  }

  private static <T> void assertRead(Type<T> type, List<T> values, ResultSet result)
      throws SQLException {
    try (result) {
      List<Object> read = new ArrayList<>();
      while (result.next()) {
        T value = codec(type).read(result, 1);
        read.add(value == null ? null : type.seen.apply(value));
      }
      assertThat(read)
          .isEqualTo(
              values.stream()
                  .map(value -> value == null ? null : type.seen.apply(value))
                  .collect(Collectors.toList()));
      assertThat(values).hasSizeGreaterThan(2);
    }
  }
}
