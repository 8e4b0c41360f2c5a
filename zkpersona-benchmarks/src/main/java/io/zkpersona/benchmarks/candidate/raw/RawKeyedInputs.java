package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.domain.behavior.BehaviorInput;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Inserts inputs with external keys and blocks in plain JDBC. The server skips existing keys, but
 * does not report whether their content differs.
 */
public final class RawKeyedInputs {

  private record Column(String type, Function<BehaviorInput, @Nullable Object> value) {}

  /** The columns of {@link #INSERT}, in order. */
  private static final List<Column> COLUMNS =
      List.of(
          new Column("uuid", row -> row.id().value()),
          new Column("uuid", row -> InputRows.uuid(row.userId())),
          new Column("uuid", row -> InputRows.uuid(row.behaviorSessionId())),
          new Column("varchar", row -> row.sessionId() == null ? null : row.sessionId().value()),
          new Column("jsonb", row -> row.inputData().text()),
          new Column("varchar", row -> row.inputType().value()),
          new Column("varchar", row -> row.source().value()),
          new Column("timestamptz", BehaviorInput::timestamp),
          new Column("bool", BehaviorInput::processed),
          new Column("uuid", row -> InputRows.uuid(row.audit().createdBy())),
          new Column("uuid", row -> InputRows.uuid(row.audit().modifiedBy())),
          new Column(
              "varchar", row -> row.externalKey() == null ? null : row.externalKey().value()),
          new Column("varchar", row -> row.block() == null ? null : row.block().chain().value()),
          new Column("int8", row -> row.block() == null ? null : row.block().number()),
          new Column("varchar", row -> row.block() == null ? null : row.block().hash()));

  private static final String INSERT =
      "INSERT INTO behavior_inputs ("
          + InputRows.INSERTED
          + ", external_key, chain_id, block_number, block_hash) SELECT "
          + String.join(", ", Collections.nCopies(COLUMNS.size(), "unnest(?)"))
          + " ON CONFLICT DO NOTHING";

  private final Jdbc jdbc;

  /** Creates the candidate on the caller's pool. */
  public RawKeyedInputs(DataSource pool) {
    this.jdbc = new Jdbc(pool);
  }

  /** Inserts the rows with new keys and commits each chunk; returns the number inserted. */
  public int insertAbsent(Iterator<BehaviorInput> rows, int chunkRows) {
    return jdbc.run(
        connection -> {
          int inserted = 0;
          for (List<BehaviorInput> chunk = Jdbc.<BehaviorInput>next(rows, chunkRows);
              !chunk.isEmpty();
              chunk = Jdbc.next(rows, chunkRows)) {
            inserted += insert(connection, chunk);
          }
          return inserted;
        });
  }

  private static int insert(Connection connection, List<BehaviorInput> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (int i = 0; i < COLUMNS.size(); i++) {
        Column column = COLUMNS.get(i);
        statement.setArray(i + 1, Jdbc.array(connection, column.type, rows, column.value));
      }
      return statement.executeUpdate();
    }
  }
}
