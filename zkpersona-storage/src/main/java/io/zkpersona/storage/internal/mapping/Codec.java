package io.zkpersona.storage.internal.mapping;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Converts the values of one column between Java and the driver. Stateless and thread-safe. */
public interface Codec<T> {

  /** Binds a value, or SQL null. */
  void bind(PreparedStatement statement, int position, @Nullable T value) throws SQLException;

  /** Writes a value, or SQL null, as a value of a row in the binary format of COPY. */
  @Nullable T read(ResultSet row, int position) throws SQLException;

  /** Converts values to an SQL array; null becomes SQL null. */
  void write(BinaryWriter out, @Nullable T value);

  /** The same values as an SQL array; null is SQL null. */
  java.sql.Array array(Connection connection, Collection<? extends @Nullable T> values)
      throws SQLException;
}
