package io.zkpersona.benchmarks.candidate.mybatis;

import io.zkpersona.benchmarks.candidate.FlatInput;
import io.zkpersona.benchmarks.data.InputRows;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;

/** The SQL statements of the MyBatis candidate. */
interface InputMapper {

  String SELECT = "SELECT " + InputRows.COLUMNS + " FROM behavior_inputs ";
  String FILTER =
      "WHERE user_id = #{user} AND \"timestamp\" >= #{from} AND \"timestamp\" < #{until}";
  String LATER = "greatest(clock_timestamp(), mtime + interval '1 microsecond')";
  String INSERT =
      "INSERT INTO behavior_inputs ("
          + InputRows.INSERTED
          + ") VALUES (#{id}, #{userId}, #{behaviorSessionId}, #{sessionId}, #{inputData}::jsonb,"
          + " #{inputType}, #{source}, #{timestamp}, #{processed}, #{cid}, #{mid})";

  @Select(SELECT + "WHERE id = #{id}")
  FlatInput find(UUID id);

  @Select(value = INSERT + " RETURNING cid, ctime, mtime", affectData = true)
  FlatInput.Times save(FlatInput row);

  @Insert(INSERT)
  void insert(FlatInput row);

  @Select(
      value =
          "UPDATE behavior_inputs SET user_id = #{userId}, behavior_session_id ="
              + " #{behaviorSessionId}, session_id = #{sessionId}, input_data ="
              + " #{inputData}::jsonb, input_type = #{inputType}, source = #{source},"
              + " \"timestamp\" = #{timestamp}, processed = #{processed}, mid = #{mid}, mtime = "
              + LATER
              + " WHERE id = #{id} AND mtime = #{mtime} RETURNING cid, ctime, mtime",
      affectData = true)
  FlatInput.Times update(FlatInput row);

  @Select("SELECT count(*) FROM behavior_inputs " + FILTER)
  long count(@Param("user") UUID user, @Param("from") Instant from, @Param("until") Instant until);

  @Select(SELECT + FILTER + " ORDER BY \"timestamp\" DESC, id DESC LIMIT #{limit} OFFSET #{offset}")
  List<FlatInput> page(
      @Param("user") UUID user,
      @Param("from") Instant from,
      @Param("until") Instant until,
      @Param("limit") int limit,
      @Param("offset") long offset);

  @Select(SELECT + "ORDER BY \"timestamp\" DESC, id DESC LIMIT #{limit}")
  List<FlatInput> first(int limit);

  @Select(
      SELECT
          + "WHERE (\"timestamp\", id) < (#{time}, #{id}) ORDER BY \"timestamp\" DESC, id DESC"
          + " LIMIT #{limit}")
  List<FlatInput> after(
      @Param("time") Instant time, @Param("id") UUID id, @Param("limit") int limit);

  @Update(
      "UPDATE behavior_inputs SET processed = true, mtime = "
          + LATER
          + " WHERE id = ANY (#{ids}) AND NOT processed")
  int mark(@Param("ids") UUID[] ids);

  @Select(SELECT + "WHERE id = ANY (#{ids}) ORDER BY id")
  List<FlatInput> findAll(@Param("ids") UUID[] ids);

  @Select(SELECT + "ORDER BY id")
  @Options(fetchSize = 1_000)
  Cursor<FlatInput> stream();
}
