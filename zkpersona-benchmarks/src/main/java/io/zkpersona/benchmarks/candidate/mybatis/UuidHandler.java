package io.zkpersona.benchmarks.candidate.mybatis;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/** Maps UUIDs, which MyBatis does not support by itself. */
final class UuidHandler extends BaseTypeHandler<UUID> {

  @Override
  public void setNonNullParameter(
      PreparedStatement statement, int position, UUID value, @Nullable JdbcType type)
      throws SQLException {
    statement.setObject(position, value);
  }

  @Override
  public @Nullable UUID getNullableResult(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  @Override
  public @Nullable UUID getNullableResult(ResultSet row, int position) throws SQLException {
    return row.getObject(position, UUID.class);
  }

  @Override
  public @Nullable UUID getNullableResult(CallableStatement call, int position)
      throws SQLException {
    return call.getObject(position, UUID.class);
  }
}
