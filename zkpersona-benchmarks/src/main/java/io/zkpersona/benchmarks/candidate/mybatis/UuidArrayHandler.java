package io.zkpersona.benchmarks.candidate.mybatis;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/** Maps arrays of UUIDs, whose element type name MyBatis does not know. */
final class UuidArrayHandler extends BaseTypeHandler<UUID[]> {

  @Override
  public void setNonNullParameter(
      PreparedStatement statement, int position, UUID[] value, @Nullable JdbcType type)
      throws SQLException {
    statement.setArray(position, statement.getConnection().createArrayOf("uuid", value));
  }

  @Override
  public UUID @Nullable [] getNullableResult(ResultSet row, String column) throws SQLException {
    return uuids(row.getArray(column));
  }

  @Override
  public UUID @Nullable [] getNullableResult(ResultSet row, int position) throws SQLException {
    return uuids(row.getArray(position));
  }

  @Override
  public UUID @Nullable [] getNullableResult(CallableStatement call, int position)
      throws SQLException {
    return uuids(call.getArray(position));
  }

  private static UUID @Nullable [] uuids(@Nullable Array array) throws SQLException {
    return array == null ? null : (UUID[]) array.getArray();
  }
}
