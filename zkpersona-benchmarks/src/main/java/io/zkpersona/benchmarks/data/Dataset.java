package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * The rows of a run. Each is derived from its index alone, so that results can be compared with the
 * expected rows. A greater index means a greater id and a later time. Immutable.
 *
 * @param rows the number of rows in the table
 * @param users the number of users of the rows
 * @param sessions the number of sessions, to which half of the rows belong
 */
public record Dataset(long rows, int users, int sessions) {

  /** One in so many rows is not processed, beginning with the first. */
  public static final int UNPROCESSED_EVERY = 10;

  private static final int ROWS_A_USER = 1_000;
  private static final int SESSIONS_A_USER = 10;
  private static final int FEWEST_USERS = 10;
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final long STEP_MILLIS = 10_000;
  private static final List<InputType> TYPES = List.of(InputType.values());
  private static final List<BehaviorSource> SOURCES = List.of(BehaviorSource.values());
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long INDEX = 0xffff_ffffL;
  private static final long SCATTER = 0x9e37_79b9_7f4a_7c15L;
  private static final HexFormat HEX = HexFormat.of();
  private static final String ZEROS = "0".repeat(48);

  /**
   * Creates the data set of a service that grew in users: each has a thousand rows in ten sessions.
   */
  public static Dataset of(long rows) {
    int users = (int) Math.max(FEWEST_USERS, rows / ROWS_A_USER);
    return new Dataset(rows, users, users * SESSIONS_A_USER);
  }

  /** Returns the same users and sessions without rows. */
  public Dataset withoutRows() {
    return new Dataset(0, users, sessions);
  }

  /** Returns the id of a row. */
  public BehaviorInputId id(long index) {
    return new BehaviorInputId(uuid(1, index));
  }

  /** Returns the index of the row with an id. */
  public static long index(BehaviorInputId id) {
    return id.value().getLeastSignificantBits() & INDEX;
  }

  /** Returns the id of a user. */
  public static UserId userId(long number) {
    return new UserId(uuid(2, number));
  }

  /** Returns the id of a session. */
  public static BehaviorSessionId sessionId(long number) {
    return new BehaviorSessionId(uuid(3, number));
  }

  private static UUID uuid(int kind, long index) {
    long millis = START.toEpochMilli() + index;
    return new UUID((millis << 16) | VERSION_7, VARIANT | ((long) kind << 48) | index);
  }

  /** Returns the time of a row. */
  public Instant time(long index) {
    return START.plusMillis(index * STEP_MILLIS);
  }

  /** Returns the row with an index, in the table or beyond its end. */
  public BehaviorInput row(long index) {
    long random = scattered(index);
    Instant time = time(index);
    return new BehaviorInput(
        id(index),
        userId(userNumber(index)),
        index % 2 == 0 ? sessionId(random % sessions) : null,
        index % 4 == 1 ? new SessionText("visit-" + random % sessions) : null,
        json(index, random),
        TYPES.get((int) (random % TYPES.size())),
        SOURCES.get((int) (random % SOURCES.size())),
        time,
        index % UNPROCESSED_EVERY != 0,
        null,
        null,
        new AuditStamp(null, time.plusMillis(5), null, time.plusMillis(5)));
  }

  /** Returns the number of the row's user. */
  public int userNumber(long index) {
    return (int) (scattered(index) % users);
  }

  private static long scattered(long index) {
    long mixed = (index + 1) * SCATTER;
    return (mixed ^ (mixed >>> 29)) >>> 1;
  }

  /**
   * Returns data like that of a swap on a chain, about 410 bytes, with members in jsonb's order.
   */
  private static Json json(long index, long random) {
    return Json.trusted(
        new StringBuilder(448)
            .append("{\"to\": \"0x")
            .append(ZEROS, 0, 24)
            .append(HEX.toHexDigits(random >>> 5))
            .append("\", \"gas\": {\"used\": ")
            .append(21_000 + random % 200_000)
            .append(", \"limit\": ")
            .append(21_000 + random % 400_000)
            .append(", \"price\": ")
            .append(random % 90_000_000_000L)
            .append("}, \"from\": \"0x")
            .append(ZEROS, 0, 24)
            .append(HEX.toHexDigits(random >>> 3))
            .append("\", \"hash\": \"0x")
            .append(ZEROS)
            .append(HEX.toHexDigits(random))
            .append("\", \"tags\": [\"swap\", \"router\", \"v")
            .append(random % 4)
            .append("\"], \"block\": ")
            .append(17_000_000 + index)
            .append(", \"token\": {\"symbol\": \"T")
            .append(1_000 + random % 1_000)
            .append("\", \"decimals\": 18}, \"value\": \"")
            .append(random % 1_000_000_007L)
            .append("\", \"method\": \"swapExactTokensForTokens\", \"status\": true}")
            .toString());
  }

  /** Returns rows in order, in the table or beyond its end. */
  public Iterator<BehaviorInput> iterate(long from, long count) {
    return LongStream.range(from, from + count).mapToObj(this::row).iterator();
  }

  /** Returns rows in order, in the table or beyond its end. */
  public List<BehaviorInput> list(long from, long count) {
    return LongStream.range(from, from + count).mapToObj(this::row).toList();
  }

  /** Returns the oldest unprocessed rows. */
  public List<BehaviorInput> unprocessed(int atMost) {
    return LongStream.range(0, rows)
        .filter(index -> index % UNPROCESSED_EVERY == 0)
        .limit(atMost)
        .mapToObj(this::row)
        .toList();
  }

  /** Returns the oldest processed rows, spaced like the unprocessed ones. */
  public List<BehaviorInput> processed(int atMost) {
    return LongStream.range(0, rows)
        .filter(index -> index % UNPROCESSED_EVERY == 1)
        .limit(atMost)
        .mapToObj(this::row)
        .toList();
  }

  /** Returns the number of unprocessed rows in the table. */
  public long unprocessedCount() {
    return (rows + UNPROCESSED_EVERY - 1) / UNPROCESSED_EVERY;
  }

  /** Returns the position after the newest {@code depth} rows. */
  public Position after(long depth) {
    return new Position(depth, depth == 0 ? null : row(rows - depth));
  }

  /** Returns the rows at the position of {@link #after}. */
  public List<BehaviorInput> newest(long depth, int limit) {
    return LongStream.range(0, limit).mapToObj(i -> row(rows - 1 - depth - i)).toList();
  }
}
