package io.zkpersona.storage.internal.transaction;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.zkpersona.storage.error.WriteTrace;
import io.zkpersona.storage.internal.error.Naming;
import io.zkpersona.storage.internal.execution.ServerSession;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.execution.TransactionId;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.tables.Zkpersona;
import io.zkpersona.storage.transaction.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DefaultDataType;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Determines the outcome of a write from the ids and numbers recorded before it was sent.
 * Thread-safe.
 */
public final class OutcomeCheck {

  private static final String OPERATION = "outcome.find";
  private static final Field<UUID> ID = field(name("id"), SQLDataType.UUID);
  private static final Field<Integer> PID = field(name("pid"), SQLDataType.INTEGER);
  private static final Field<String> STATE = field(name("state"), SQLDataType.VARCHAR);
  private static final Field<Long> XID = field(name("xid"), SQLDataType.BIGINT);

  /** The status of a transaction, and the server's current timeline. */
  private record Status(@Nullable String text, String timeline) {}

  /** Selects a row if one of the ids exists in a table. */
  private static final Variants<Table<?>, List<UUID>, Integer> EXISTS =
      Variants.of(
          OPERATION,
          (table, in, out) ->
              Selection.of(
                  List.of(out.only(inline(1))),
                  table,
                  field(table.getQualifiedName().append("id"), SQLDataType.UUID)
                      .eq(any(in.array(ID, ids -> ids)))));

  /**
   * Selects a row if a server process is busy. Treats a process of another role as busy, since its
   * state is not visible.
   */
  private static final Statement<Integer, Integer> BUSY =
      Statement.of(
          OPERATION,
          (in, out) ->
              Selection.of(
                  List.of(out.only(inline(1))),
                  table(name("pg_catalog", "pg_stat_activity")),
                  PID.eq(in.value(PID, process -> process))
                      .and(STATE.isNull().or(STATE.ne(inline("idle"))))));

  private static final Statement<Long, Status> STATUS =
      Statement.of(OPERATION, OutcomeCheck::status);

  private final SqlExecutor executor;

  /** Queries the database through {@code executor}. */
  public OutcomeCheck(SqlExecutor executor) {
    this.executor = executor;
  }

  /** Returns the outcome, as the database knows it now. */
  public Outcome of(WriteTrace trace) {
    if (!trace.ids().isEmpty()) {
      return ofRows(trace);
    }
    return trace.transactionId() == null ? Outcome.UNKNOWN : ofTransaction(trace);
  }

  private Outcome ofRows(WriteTrace trace) {
    Optional<Table<?>> table = tableOf(trace.entityType());
    if (table.isEmpty()) {
      return Outcome.UNKNOWN;
    }
    if (exists(table.get(), trace.ids())) {
      return Outcome.COMMITTED;
    }
    if (trace.transactionId() != null) {
      return ofTransaction(trace);
    }
    if (trace.process() == 0) {
      return Outcome.UNKNOWN;
    }
    if (!areProcessesKnown()) {
      return Outcome.UNKNOWN;
    }
    if (isBusy(trace.process())) {
      return Outcome.IN_PROGRESS;
    }
    // The write may have been committed between the two queries.
    return exists(table.get(), trace.ids()) ? Outcome.COMMITTED : Outcome.NOT_COMMITTED;
  }

  private static Optional<Table<?>> tableOf(@Nullable String entityType) {
    return Zkpersona.ZKPERSONA.getTables().stream()
        .filter(table -> Naming.entityType(table.getName()).equals(entityType))
        .findFirst()
        .map(table -> table);
  }

  private boolean exists(Table<?> table, List<UUID> ids) {
    return executor.first(EXISTS.of(table), ids).isPresent();
  }

  /**
   * Tells whether process ids are the server's own; a pooler reports different ones to its clients.
   */
  private boolean areProcessesKnown() {
    return executor.read(
        OPERATION, connection -> ServerSession.of(connection).isBehind(connection));
  }

  private boolean isBusy(int process) {
    return executor.first(BUSY, process).isPresent();
  }

  private Outcome ofTransaction(WriteTrace trace) {
    return executor
        .first(STATUS, Objects.requireNonNull(trace.transactionId()))
        .filter(status -> status.timeline.equals(trace.timeline()))
        .map(status -> named(status.text))
        .orElse(Outcome.UNKNOWN);
  }

  private static Query status(Parameters<Long> in, Results<Status> out) {
    Field<Object> xid =
        in.value(XID, id -> id)
            .cast(SQLDataType.VARCHAR)
            .cast(new DefaultDataType<>(SQLDialect.POSTGRES, Object.class, "xid8"));
    var status =
        out.column(function(name("pg_catalog", "pg_xact_status"), SQLDataType.VARCHAR, xid));
    var timeline = out.column(TransactionId.timelineNow());
    out.as(row -> new Status(row.getNullable(status), row.get(timeline)));
    return select(out.fields());
  }

  private static Outcome named(@Nullable String status) {
    if (status == null) {
      return Outcome.UNKNOWN;
    }
    return switch (status) {
      case "committed" -> Outcome.COMMITTED;
      case "aborted" -> Outcome.NOT_COMMITTED;
      default -> Outcome.IN_PROGRESS;
    };
  }
}
