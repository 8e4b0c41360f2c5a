package io.zkpersona.storage.repository.contract;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.json.Json;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Draws values from pools that are small, so that duplicates are frequent, and that hold the edge
 * cases of each column. Seeded, so that a failure can be reproduced.
 */
public final class Draw {

  /** Texts of 10 to 50 code points, which every text column accepts. */
  private static final List<String> TEXTS =
      List.of(
          "plain text",
          "quotes ' \" ` and \\ \\n $1 ? :name",
          "'); DROP TABLE users; --",
          "  spaces around, percent % and underscore _  ",
          "tab\tnew\nline\r\nand \u0001 \u001f \u007f \u0080",
          "family 👩‍👩‍👧 and 😀😀😀",
          "\uD83D\uDE00".repeat(50),
          "العربية ועברית 中文字",
          "İıŞşßẞ ŉ \u212A Å e\u0301 \u00e9",
          "\uFFFD\uFFFE\uFFFF as well as \uDBFF\uDFFF");

  /** The same texts without the characters that no name may contain. */
  private static final List<String> NAMES =
      List.of(
          "plain text",
          "quotes ' \" ` and \\ \\n $1 ? :name",
          "'); DROP TABLE users; --",
          "spaces  between, percent % and underscore _",
          "family 👩👩👧 and 😀😀😀",
          "\uD83D\uDE00".repeat(50),
          "العربية ועברית 中文字",
          "İıŞşßẞ ŉ \u00e9 \uFFFD");

  private static final List<Json> OBJECTS =
      jsons(
          "{}",
          "{\"n\": 1234567890123456789012345678901}",
          "{\"n\": -1234567890123456789012345678901.1234567890123456789012345678901}",
          "{\"tiny\": 1e-300, \"huge\": 1.5E+300, \"zero\": -0.0}",
          "{\"z\": 1, \"a\": [1, 2.50, {\"b\": null}], \"\": true}",
          "{\"😀 ü\": \"\\ud83d\\ude00 \\u0001 \\\" \\\\ \\/ \\n\"}",
          "{\"twice\": 1, \"twice\": 2}",
          "{\"long\": \"" + "x".repeat(9_000) + "\"}");

  private static final List<Json> OTHERS =
      jsons("[]", "null", "\"text\"", "true", "0", "[[[[1]]], \"a\", \"b\"]", "[\"1\", \"0\"]");

  private static final Instant DAY = Instant.parse("2024-05-06T07:08:09.123456Z");

  private static final List<Instant> INSTANTS =
      List.of(
          DAY,
          DAY.plus(1, ChronoUnit.MICROS),
          DAY.plus(2, ChronoUnit.MICROS),
          DAY.plus(1, ChronoUnit.DAYS),
          Instant.EPOCH,
          Instant.EPOCH.minus(1, ChronoUnit.MICROS),
          Instant.parse("1582-10-10T12:00:00Z"),
          Instant.parse("0000-12-31T23:59:59.999999Z"),
          Instant.parse("-4712-01-01T00:00:00Z"),
          Instant.parse("+294275-12-31T23:59:59.999999Z"));

  private final Random random;
  private final Random ids;
  private final References references;
  private int number;

  public Draw(long seed, References references) {
    this.random = new Random(seed);
    this.ids = new Random(seed + 1);
    this.references = references;
  }

  private static List<Json> jsons(String... texts) {
    return Arrays.stream(texts).map(Json::of).toList();
  }

  public References references() {
    return references;
  }

  /** Draws until the value breaks no domain rule. */
  <T> T valid(Supplier<T> drawn) {
    for (int i = 0; i < 1_000; i++) {
      try {
        return drawn.get();
      } catch (ValidationException e) {
        // Draw again.
      }
    }
    throw new AssertionError("nothing valid was drawn");
  }

  /** Returns a number that was not returned before. */
  public int next() {
    return ++number;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public boolean bool() {
    return random.nextBoolean();
  }

  @SafeVarargs
  public final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  public <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Returns null one time in four. */
  public <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextInt(4) == 0 ? null : value.get();
  }

  public String text() {
    return of(TEXTS);
  }

  public String name() {
    return of(NAMES);
  }

  public Json object() {
    return of(OBJECTS);
  }

  public Json json() {
    return random.nextInt(3) == 0 ? of(OTHERS) : of(OBJECTS);
  }

  public Instant instant() {
    return of(INSTANTS);
  }

  /** Returns a time at least one microsecond later, or null. */
  public @Nullable Instant maybeAfter(Instant start) {
    List<Instant> later = INSTANTS.stream().filter(start::isBefore).toList();
    return later.isEmpty() ? null : maybe(() -> of(later));
  }

  public BigDecimal decimal(String... values) {
    return new BigDecimal(of(values));
  }

  public UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** Returns a version 7 id for now or for some days ago or ahead, or an id without a time. */
  public UUID idOfSomeTime() {
    UUID now = BehaviorInputId.generate().value();
    UUID other = UUID.nameUUIDFromBytes(ByteBuffer.allocate(8).putLong(ids.nextLong()).array());
    long days = TimeUnit.DAYS.toMillis(ids.nextInt(-6, 5)) * (1L << 16);
    return switch (ids.nextInt(6)) {
      case 0 -> other;
      case 1, 2 -> now;
      default -> new UUID(now.getMostSignificantBits() + days, other.getLeastSignificantBits());
    };
  }

  /** Returns a stamp with or without an actor; no database would set its times. */
  public AuditStamp audit() {
    return random.nextBoolean()
        ? AuditStamp.unsaved()
        : new AuditStamp(
            new ActorId(uuid()),
            INSTANTS.get(6),
            maybe(() -> new ActorId(uuid())),
            INSTANTS.get(8));
  }
}
