package io.zkpersona.storage.internal.error;

import static io.zkpersona.storage.internal.error.SqlStates.Answer.NONE;
import static io.zkpersona.storage.internal.error.SqlStates.Answer.NOTHING_KEPT;
import static io.zkpersona.storage.internal.error.SqlStates.Answer.NOTHING_KEPT_UNLESS_LAST;
import static io.zkpersona.storage.internal.error.SqlStates.Kind.CONFLICT;
import static io.zkpersona.storage.internal.error.SqlStates.Kind.DATABASE;
import static io.zkpersona.storage.internal.error.SqlStates.Kind.READ_ONLY;
import static io.zkpersona.storage.internal.error.SqlStates.Kind.TIMEOUT;
import static io.zkpersona.storage.internal.error.SqlStates.Kind.TRANSACTION;
import static io.zkpersona.storage.internal.error.SqlStates.Kind.UNAVAILABLE;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of SQLSTATEs that concern the connection, the transaction or the server rather than a
 * value: PostgreSQL's classes 08, 25, 40, 53, 55, 57, 58 and XX (documentation, appendix
 * "PostgreSQL Error Codes"), and the driver's own states of class 08.
 *
 * <p>SQLSTATE alone is ambiguous: behind PgBouncer, a killed server process and a rejected startup
 * parameter are both 08P01. The table gives the meaning of each state, and {@link Moment}
 * determines the consequence for the call.
 */
public final class SqlStates {

  /** The type of error that callers receive. */
  enum Kind {
    /** The server can't be reached or used at present; the same call may succeed later. */
    UNAVAILABLE,
    /** A time limit was exceeded. */
    TIMEOUT,
    /** A concurrent transaction took precedence; a retry may succeed. */
    CONFLICT,
    /** A transaction was used incorrectly. */
    TRANSACTION,
    /** The session can't write, as requested or because the server became a standby. */
    READ_ONLY,
    /** No more specific error applies. */
    DATABASE
  }

  /** The outcome of a committing statement that was answered with a state. */
  enum Answer {
    /** It stored nothing. */
    NOTHING_KEPT,
    /**
     * It stored nothing if the session continues. A server that ends a session with FATAL or PANIC
     * may do so when the commit is done but not yet acknowledged, by itself or by a standby.
     */
    NOTHING_KEPT_UNLESS_LAST,
    /** It may have been committed. */
    NONE
  }

  /**
   * One row of the table.
   *
   * @param evict whether the connection must be discarded
   */
  record Meaning(Kind kind, String message, boolean evict, Answer answer) {

    /** Tells whether the statement that received this answer stored nothing. */
    boolean isNothingKept(SQLException answered) {
      return switch (answer) {
        case NOTHING_KEPT -> true;
        case NOTHING_KEPT_UNLESS_LAST -> !isLast(answered);
        case NONE -> false;
      };
    }

    /**
     * Checks the chain: the driver reads on until the server is ready again, and chains the failure
     * that stops it.
     */
    private static boolean isLast(SQLException answered) {
      SQLException next = answered.getNextException();
      return next != null && next.getSQLState() != null && next.getSQLState().startsWith("08");
    }
  }

  private static final Map<String, Meaning> TABLE = new HashMap<>();
  private static final Map<String, Meaning> CLASSES = new HashMap<>();

  private static final String BROKE =
      "the connection to the database was lost or could not be opened";
  private static final String RESOURCES = "the database server is out of resources";
  private static final String STOPPING = "the database server is shutting down or starting up";
  private static final String MISUSED = "the transaction's state does not allow this statement";
  private static final String BROKEN_SERVER =
      "the database server reported an internal error (expected: none; see the server's log)";

  static {
    // Class 08: connection exceptions.
    lost("08000", BROKE);
    lost("08006", BROKE);
    lost("08007", BROKE);
    lost("08P01", BROKE);
    // Set by the driver when a COPY was cut off.
    lost("08S01", BROKE);
    gone("08001", BROKE);
    gone("08003", BROKE);
    gone("08004", BROKE);
    lostClass("08", BROKE);

    // Class 25: invalid transaction states.
    for (String state :
        new String[] {
          "25000", "25001", "25002", "25003", "25004", "25005", "25007", "25008", "25P01"
        }) {
      answered(state, TRANSACTION, MISUSED);
    }
    put("25006", new Meaning(READ_ONLY, "a write in a read-only transaction", true, NOTHING_KEPT));
    answered(
        "25P02",
        TRANSACTION,
        "an earlier statement of this transaction failed (expected: a rollback; run a part that may"
            + " fail in a nested transaction)");
    // The session was waiting for its client, so it did not read the statement sent.
    ended(
        "25P03",
        "the transaction was idle for too long and the server ended it (expected: a statement"
            + " within DB_IDLE_TRANSACTION_TIMEOUT_MS, the server's"
            + " idle_in_transaction_session_timeout)");
    put(
        "25P04",
        new Meaning(
            TIMEOUT,
            "the transaction took too long and the server ended it (expected: completion within the"
                + " server's transaction_timeout)",
            true,
            NONE));
    answeredClass("25", TRANSACTION, MISUSED);

    // Class 40: transaction rollbacks.
    String rivals =
        "the transaction conflicted with a concurrent one and was rolled back (expected: no"
            + " conflict; run the whole transaction again)";
    answered("40000", CONFLICT, rivals);
    answered("40001", CONFLICT, rivals);
    answered("40P01", CONFLICT, rivals);
    answered("40002", DATABASE, "a constraint rolled the transaction back");
    put(
        "40003",
        new Meaning(
            DATABASE, "the server does not know the outcome of the statement", false, NONE));
    answeredClass("40", CONFLICT, rivals);

    // Class 53: insufficient resources.
    refused("53000", UNAVAILABLE, RESOURCES);
    refused("53100", UNAVAILABLE, "the database server's disk is full");
    refused("53200", UNAVAILABLE, "the database server is out of memory");
    answered(
        "53300",
        UNAVAILABLE,
        "the database server has no connection left (expected: fewer clients, or a higher"
            + " max_connections on the server)");
    refused("53400", UNAVAILABLE, "a configuration limit of the database server was reached");
    refusedClass("53", UNAVAILABLE, RESOURCES);

    // Class 55: objects not in the prerequisite state.
    String notNow = "a database object is not in the state that the statement requires";
    answered("55000", DATABASE, notNow);
    answered("55006", DATABASE, "a database object is in use by other sessions");
    answered("55P02", DATABASE, "a server setting can't be changed now");
    answered("55P04", DATABASE, notNow);
    answered(
        "55P03",
        TIMEOUT,
        "a row or table stayed locked (expected: unlocked within DB_LOCK_TIMEOUT_MS; for migrations"
            + " and for dropping a tenant, within DB_MIGRATION_LOCK_TIMEOUT_MS)");
    answeredClass("55", DATABASE, notNow);

    // Class 57: operator interventions.
    refused("57000", UNAVAILABLE, STOPPING);
    answered(
        "57014",
        TIMEOUT,
        "the statement was canceled (expected: completion within DB_STATEMENT_TIMEOUT_MS)");
    // May be sent at any time, even after the commit while waiting for a standby.
    lost("57P01", STOPPING);
    lost("57P02", STOPPING);
    gone("57P03", STOPPING);
    put("57P04", new Meaning(DATABASE, "the database was dropped", true, NONE));
    gone("57P05", "the session was idle for too long and the server ended it");
    lostClass("57", STOPPING);

    // Classes 58 and XX: failures of the server itself.
    refusedClass("58", DATABASE, "the database server could not access its own files");
    refused("XX000", DATABASE, BROKEN_SERVER);
    refused("XX001", DATABASE, "the database server detected corrupted data");
    refused("XX002", DATABASE, "the database server detected a corrupted index");
    refusedClass("XX", DATABASE, BROKEN_SERVER);
  }

  private SqlStates() {}

  /** Finds the row of a state or of its class; null for all other states. */
  static @Nullable Meaning find(@Nullable String state) {
    if (state == null || state.length() != 5) {
      return null;
    }
    Meaning meaning = TABLE.get(state);
    return meaning != null ? meaning : CLASSES.get(state.substring(0, 2));
  }

  /** Tells whether a connection that reported this state must be discarded. */
  public static boolean evicts(@Nullable String state) {
    Meaning meaning = find(state);
    return meaning != null && meaning.evict();
  }

  private static void lost(String state, String message) {
    put(state, new Meaning(UNAVAILABLE, message, true, NONE));
  }

  private static void lostClass(String prefix, String message) {
    put(prefix, CLASSES, new Meaning(UNAVAILABLE, message, true, NONE));
  }

  private static void gone(String state, String message) {
    put(state, new Meaning(UNAVAILABLE, message, true, NOTHING_KEPT));
  }

  private static void ended(String state, String message) {
    put(state, new Meaning(TIMEOUT, message, true, NOTHING_KEPT));
  }

  private static void answered(String state, Kind kind, String message) {
    put(state, new Meaning(kind, message, false, NOTHING_KEPT));
  }

  private static void answeredClass(String prefix, Kind kind, String message) {
    put(prefix, CLASSES, new Meaning(kind, message, false, NOTHING_KEPT));
  }

  private static void refused(String state, Kind kind, String message) {
    put(state, new Meaning(kind, message, false, NOTHING_KEPT_UNLESS_LAST));
  }

  private static void refusedClass(String prefix, Kind kind, String message) {
    put(prefix, CLASSES, new Meaning(kind, message, false, NOTHING_KEPT_UNLESS_LAST));
  }

  private static void put(String state, Meaning meaning) {
    put(state, TABLE, meaning);
  }

  private static void put(String key, Map<String, Meaning> into, Meaning meaning) {
    if (into.put(key, meaning) != null) {
      throw new IllegalStateException(key);
    }
  }
}
