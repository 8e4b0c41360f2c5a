package io.zkpersona.benchmarks.candidate.springjdbc;

import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.query.Param;

/** The SQL statements that Spring Data JDBC does not derive. */
interface InputRepository extends CrudRepository<InputEntity, UUID> {

  String FILTER =
      " FROM behavior_inputs WHERE user_id = :user AND \"timestamp\" >= :from"
          + " AND \"timestamp\" < :until";
  String LATER = "greatest(clock_timestamp(), mtime + interval '1 microsecond')";
  String NEWEST = " ORDER BY \"timestamp\" DESC, id DESC LIMIT :limit";

  @Modifying
  @Query(
      "UPDATE behavior_inputs SET user_id = :userId, behavior_session_id = :behaviorSessionId,"
          + " session_id = :sessionId, input_data = :inputData, input_type = :inputType,"
          + " source = :source, \"timestamp\" = :timestamp, processed = :processed, mid = :mid,"
          + " mtime = :now WHERE id = :id AND mtime = :mtime")
  int update(
      @Param("id") UUID id,
      @Param("userId") UUID userId,
      @Param("behaviorSessionId") UUID behaviorSessionId,
      @Param("sessionId") String sessionId,
      @Param("inputData") Json inputData,
      @Param("inputType") String inputType,
      @Param("source") String source,
      @Param("timestamp") Instant timestamp,
      @Param("processed") boolean processed,
      @Param("mid") UUID mid,
      @Param("now") Instant now,
      @Param("mtime") Instant mtime);

  @Query("SELECT count(*)" + FILTER)
  long count(@Param("user") UUID user, @Param("from") Instant from, @Param("until") Instant until);

  @Query("SELECT *" + FILTER + NEWEST + " OFFSET :offset")
  List<InputEntity> page(
      @Param("user") UUID user,
      @Param("from") Instant from,
      @Param("until") Instant until,
      @Param("limit") int limit,
      @Param("offset") long offset);

  @Query("SELECT * FROM behavior_inputs" + NEWEST)
  List<InputEntity> first(@Param("limit") int limit);

  @Query("SELECT * FROM behavior_inputs WHERE (\"timestamp\", id) < (:time, :id)" + NEWEST)
  List<InputEntity> after(
      @Param("time") Instant time, @Param("id") UUID id, @Param("limit") int limit);

  @Query("SELECT * FROM behavior_inputs WHERE id = ANY (:ids) ORDER BY id")
  List<InputEntity> all(@Param("ids") UUID[] ids);

  @Modifying
  @Query(
      "UPDATE behavior_inputs SET processed = true, mtime = "
          + LATER
          + " WHERE id = ANY (:ids) AND NOT processed")
  int mark(@Param("ids") UUID[] ids);

  @Query("SELECT * FROM behavior_inputs ORDER BY id")
  Stream<InputEntity> streamAll();
}
