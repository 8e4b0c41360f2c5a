package io.zkpersona.cli.testing;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.json.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Draws values that file formats lose easily. Seeded. */
class Draw {

  static final List<String> TEXTS =
      List.of(
          "quotes \" '' ` and \\ \\n, commas; null",
          "tab\tline\nreturn\r\nand \u0001 \u001f \u007f",
          "# a comment, = a formula, \uFEFF a mark",
          "  spaces around  ",
          "family 👩‍👩‍👧 😀😀😀",
          "العربية ועברית 中文字 \uFFFD\uDBFF\uDFFF");

  static final List<String> NAMES =
      List.of("quotes \" ' , ; \\", "# 😀 family", "=1+1 עברית", "null", "plain name");

  static final List<Json> JSONS =
      List.of(
          Json.of("null"),
          Json.of("\"text\""),
          Json.of("[]"),
          Json.of("{}"),
          Json.of("{\"n\": -1234567890123456789012345678901.1234567890123456789012345678901}"),
          Json.of("{\"n\": 9007199254740993000000000000001, \"tiny\": 1e-300}"),
          Json.of("{\"😀 ü\": \"\\ud83d\\ude00 \\u0001 \\\" \\\\ \\n\", \"\": [1, 2.50, null]}"),
          Json.of("[".repeat(1_000) + "]".repeat(1_000)));

  static final List<Instant> INSTANTS =
      List.of(
          Instant.parse("2024-05-06T07:08:09.123456Z"),
          Instant.parse("2024-05-06T07:08:09.000001Z"),
          Instant.EPOCH,
          Instant.parse("-4712-01-01T00:00:00Z"),
          Instant.parse("+294275-12-31T23:59:59.999999Z"));

  final Random random;
  int number;

  Draw(long seed) {
    this.random = new Random(seed);
  }

  BigInteger amount() {
    return new BigInteger(of("0", "9".repeat(78), "9007199254740993000000000000001"));
  }

  AuditStamp stamp() {
    return random.nextBoolean()
        ? AuditStamp.unsaved()
        : new AuditStamp(new ActorId(uuid()), Instant.EPOCH, null, Instant.EPOCH);
  }

  UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  Json json() {
    return JSONS.get(random.nextInt(JSONS.size()));
  }

  Instant instant() {
    return INSTANTS.get(random.nextInt(INSTANTS.size()));
  }

  String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  String emptyOr() {
    return random.nextBoolean() ? "" : text();
  }

  String name() {
    return NAMES.get(random.nextInt(NAMES.size())) + ++number;
  }

  @SafeVarargs
  final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  <T> T maybe(Supplier<T> value) {
    return random.nextInt(4) == 0 ? null : value.get();
  }

  static <T> List<T> each(int count, Supplier<T> row) {
    List<T> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row.get());
    }
    return rows;
  }
}
