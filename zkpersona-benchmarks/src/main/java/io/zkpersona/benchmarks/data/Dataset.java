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
 * The rows of a run: each follows from its index alone, so that whatever comes back from the
 * database can be compared with what should. A later index means a later id and a later time.
 * Immutable.
 *
 * @param rows how many there are in the table
 * @param users how many users the rows belong to
 * @param sessions how many sessions one half of the rows belongs to
 */
public record Dataset(long rows, int users, int sessions) {

  private static final int ROWS_A_USER = 1_000;
  private static final int SESSIONS_A_USER = 10;
  private static final int FEWEST_USERS = 10;
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final long STEP_MILLIS = 10_000;
  private static final int UNPROCESSED_EVERY = 10;
  private static final List<InputType> TYPES = List.of(InputType.values());
  private static final List<BehaviorSource> SOURCES = List.of(BehaviorSource.values());
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long INDEX = 0xffff_ffffL;
  private static final long SCATTER = 0x9e37_79b9_7f4a_7c15L;
  private static final HexFormat HEX = HexFormat.of();
  private static final String ZEROS = "0".repeat(48);

  /** Of a service that grew by its users: each has a thousand rows in ten sessions. */
  public static Dataset of(long rows) {
    int users = (int) Math.max(FEWEST_USERS, rows / ROWS_A_USER);
    return new Dataset(rows, users, users * SESSIONS_A_USER);
  }

  /** The same users and sessions, and none of the rows. */
  public Dataset withoutRows() {
    return new Dataset(0, users, sessions);
  }

  /** The id of a row. */
  public BehaviorInputId id(long index) {
    return new BehaviorInputId(uuid(1, index));
  }

  /** Which row has an id. */
  public static long index(BehaviorInputId id) {
    return id.value().getLeastSignificantBits() & INDEX;
  }

  /** The id of a user. */
  public static UserId userId(long number) {
    return new UserId(uuid(2, number));
  }

  /** The id of a session. */
  public static BehaviorSessionId sessionId(long number) {
    return new BehaviorSessionId(uuid(3, number));
  }

  private static UUID uuid(int kind, long index) {
    long millis = START.toEpochMilli() + index;
    return new UUID((millis << 16) | VERSION_7, VARIANT | ((long) kind << 48) | index);
  }

  /** When a row happened. */
  public Instant time(long index) {
    return START.plusMillis(index * STEP_MILLIS);
  }

  /** A row as it is in the table, or would be beyond its end. */
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

  /** Which user a row belongs to. */
  public int userNumber(long index) {
    return (int) (scattered(index) % users);
  }

  private static long scattered(long index) {
    long mixed = (index + 1) * SCATTER;
    return (mixed ^ (mixed >>> 29)) >>> 1;
  }

  /** What a swap on a chain leaves behind, about 410 bytes of it, in the order of jsonb. */
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

  /** Rows of the table or beyond its end, in their order. */
  public Iterator<BehaviorInput> iterate(long from, long count) {
    return LongStream.range(from, from + count).mapToObj(this::row).iterator();
  }

  /** Rows of the table or beyond its end, in their order. */
  public List<BehaviorInput> list(long from, long count) {
    return LongStream.range(from, from + count).mapToObj(this::row).toList();
  }

  /** The oldest rows that are not processed yet. */
  public List<BehaviorInput> unprocessed(int atMost) {
    return LongStream.range(0, rows)
        .filter(index -> index % UNPROCESSED_EVERY == 0)
        .limit(atMost)
        .mapToObj(this::row)
        .toList();
  }

  /** The oldest rows that are processed already, as far from each other as those that are not. */
  public List<BehaviorInput> processed(int atMost) {
    return LongStream.range(0, rows)
        .filter(index -> index % UNPROCESSED_EVERY == 1)
        .limit(atMost)
        .mapToObj(this::row)
        .toList();
  }

  /** How many rows of the table are not processed yet. */
  public long unprocessedCount() {
    return (rows + UNPROCESSED_EVERY - 1) / UNPROCESSED_EVERY;
  }

  /** Where the newest rows of the table are followed by the next ones. */
  public Position after(long depth) {
    return new Position(depth, depth == 0 ? null : row(rows - depth));
  }

  /** The rows that {@link #after} leads to. */
  public List<BehaviorInput> newest(long depth, int limit) {
    return LongStream.range(0, limit).mapToObj(i -> row(rows - 1 - depth - i)).toList();
  }
}
