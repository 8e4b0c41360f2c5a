package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.domain.behavior.BehaviorInput;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A result that is read on demand. */
final class RawStream extends AbstractSpliterator<BehaviorInput> {

  private static final int FETCH_SIZE = 1_000;

  private final Connection connection;
  private final PreparedStatement statement;
  private final ResultSet result;

  private RawStream(Connection connection, String sql) throws SQLException {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.connection = connection;
    connection.setAutoCommit(false);
    this.statement = connection.prepareStatement(sql);
    statement.setFetchSize(FETCH_SIZE);
    this.result = statement.executeQuery();
  }

  @SuppressWarnings("MustBeClosedChecker")
  static Stream<BehaviorInput> open(Jdbc jdbc, String sql) {
    RawStream rows = jdbc.opened(connection -> new RawStream(connection, sql));
    return StreamSupport.stream(rows, false).onClose(rows::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super BehaviorInput> action) {
    try {
      if (!result.next()) {
        return false;
      }
      action.accept(InputRows.read(result));
      return true;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void close() {
    try (connection;
        statement) {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
