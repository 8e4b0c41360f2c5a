package io.zkpersona.storage.internal.execution;

import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.Rendered;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends rendered statements on one connection and reads their results; the unit of work learns what
 * was sent and what was answered. Belongs to one call.
 */
record Sending(Connection connection, UnitOfWork unit) {

  private static final int BATCH_SIZE = 1_000;

  private interface Reading<T> {
    T of(StatementCall call) throws SQLException;
  }

  /** Returns the values of all rows. */
  <P, R> List<R> all(Rendered<P, R> rendered, P values) throws SQLException {
    return send(rendered, values, call -> counted(rendered, all(rendered, call)));
  }

  /** Returns the value of the first row, if there is one. */
  <P, R> Optional<R> first(Rendered<P, R> rendered, P values) throws SQLException {
    return send(rendered, values, call -> counted(rendered, values, first(rendered, call)));
  }

  /** Sends the last statement of a transaction with the commit; returns its first row's value. */
  <P, R> Optional<R> firstOfLast(Rendered<P, R> rendered, P values) throws SQLException {
    touching(rendered, values);
    try (StatementCall call = StatementCall.prepareLast(connection, rendered)) {
      call.bind(rendered, values);
      sending(rendered);
      unit.committing(connection);
      return answered(counted(rendered, values, first(rendered, call)));
    }
  }

  /** Returns the number of rows that the last part changed. */
  <P> int update(Rendered<P, Void> rendered, P values) throws SQLException {
    return send(
        rendered,
        values,
        call -> {
          int changed = call.update();
          unit.rows(changed);
          return changed;
        });
  }

  /** Returns the number of rows that each part changed. */
  <P> List<Integer> updates(Rendered<P, Void> rendered, P values) throws SQLException {
    return send(
        rendered,
        values,
        call -> {
          List<Integer> changed = call.updates(rendered.parts());
          changed.forEach(unit::rows);
          return changed;
        });
  }

  private <P> void touching(Rendered<P, ?> rendered, P values) throws SQLException {
    if (!rendered.touched().isEmpty() && unit.isWatched()) {
      unit.touching(rendered.touched(values, this::owner));
    }
  }

  private <Q> @Nullable UserId owner(Rendered<Q, UserId> rendered, Q values) throws SQLException {
    try (StatementCall call = StatementCall.prepare(connection, rendered)) {
      call.bind(rendered, values);
      return first(rendered, call).orElse(null);
    }
  }

  private <P, T> T send(Rendered<P, ?> rendered, P values, Reading<T> reading) throws SQLException {
    touching(rendered, values);
    try (StatementCall call = StatementCall.prepare(connection, rendered)) {
      call.bind(rendered, values);
      sending(rendered);
      return answered(reading.of(call));
    } catch (SQLException e) {
      StillReferencedException refused =
          rendered.isDelete() ? ErrorTranslator.stillReferenced(e) : null;
      if (refused != null) {
        throw refused;
      }
      throw e;
    }
  }

  private void sending(Rendered<?, ?> rendered) throws SQLException {
    unit.sending(connection, rendered.isWrite());
    if (rendered.isDelete()) {
      unit.removing();
    }
  }

  private <T> List<T> counted(Rendered<?, ?> rendered, List<T> rows) {
    if (!rendered.isAuxiliary()) {
      unit.rows(rows.size());
    }
    return rows;
  }

  private <P, T> Optional<T> counted(Rendered<P, ?> rendered, P values, Optional<T> row) {
    if (row.isPresent() && !rendered.isAuxiliary()) {
      // A write of many values returns one row about all of them, such as their time.
      unit.rows(rendered.isWrite() && values instanceof Collection<?> many ? many.size() : 1);
    }
    return row;
  }

  private <T> T answered(T result) {
    unit.answered();
    return result;
  }

  private static <R> List<R> all(Rendered<?, R> rendered, StatementCall call) throws SQLException {
    try (ResultSet result = call.query()) {
      Row row = new Row(result);
      List<R> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(rendered.read(row));
      }
      return rows;
    }
  }

  private static <R> Optional<R> first(Rendered<?, R> rendered, StatementCall call)
      throws SQLException {
    try (ResultSet result = call.query()) {
      return result.next() ? Optional.of(rendered.read(new Row(result))) : Optional.empty();
    }
  }

  /** Runs a statement for each of many calls' values, in batches; returns their number. */
  static <P> int batch(
      Connection connection, Rendered<P, Void> rendered, Iterable<? extends P> calls)
      throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(rendered.sql())) {
      int sent = 0;
      int waiting = 0;
      for (P values : calls) {
        rendered.bind(prepared, values);
        prepared.addBatch();
        sent++;
        if (++waiting == BATCH_SIZE) {
          prepared.executeBatch();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        prepared.executeBatch();
      }
      return sent;
    }
  }
}
