package io.zkpersona.benchmarks.candidate.jdbi;

import io.zkpersona.benchmarks.candidate.FlatInput;
import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.domain.behavior.BehaviorInput;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.BatchChunkSize;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The SQL statements of the Jdbi candidate. */
public interface InputDao {

  /** Selects every column. */
  String SELECT = "SELECT " + InputRows.COLUMNS + " FROM behavior_inputs ";

  /** Restricts to a user's rows in a period. */
  String FILTER = "WHERE user_id = :user AND \"timestamp\" >= :from AND \"timestamp\" < :until";

  /** A modification time later than the stored one. */
  String LATER = "greatest(clock_timestamp(), mtime + interval '1 microsecond')";

  /** Inserts a row. */
  String INSERT =
      "INSERT INTO behavior_inputs ("
          + InputRows.INSERTED
          + ") VALUES (:id, :userId, :behaviorSessionId, :sessionId, :inputData::jsonb,"
          + " :inputType, :source, :timestamp, :processed, :cid, :mid)";

  /** Returns one row. */
  @SqlQuery(SELECT + "WHERE id = :id")
  BehaviorInput find(@Bind("id") UUID id);

  /** Inserts one row. */
  @SqlQuery(INSERT + " RETURNING cid, ctime, mtime")
  FlatInput.Times save(@BindMethods FlatInput row);

  /** Inserts rows. */
  @SqlBatch(INSERT)
  @BatchChunkSize(1_000)
  @Transaction
  void insertAll(@BindMethods List<FlatInput> rows);

  /** Replaces a row. */
  @SqlQuery(
      "UPDATE behavior_inputs SET user_id = :userId, behavior_session_id = :behaviorSessionId,"
          + " session_id = :sessionId, input_data = :inputData::jsonb, input_type = :inputType,"
          + " source = :source, \"timestamp\" = :timestamp, processed = :processed, mid = :mid,"
          + " mtime = "
          + LATER
          + " WHERE id = :id AND mtime = :mtime RETURNING cid, ctime, mtime")
  FlatInput.Times update(@BindMethods FlatInput row);

  /** Counts the matching rows. */
  @SqlQuery("SELECT count(*) FROM behavior_inputs " + FILTER)
  long count(@Bind("user") UUID user, @Bind("from") Instant from, @Bind("until") Instant until);

  /** Returns the matching rows, by offset. */
  @SqlQuery(SELECT + FILTER + " ORDER BY \"timestamp\" DESC, id DESC LIMIT :limit OFFSET :offset")
  List<BehaviorInput> page(
      @Bind("user") UUID user,
      @Bind("from") Instant from,
      @Bind("until") Instant until,
      @Bind("limit") int limit,
      @Bind("offset") long offset);

  /** Returns the newest rows. */
  @SqlQuery(SELECT + "ORDER BY \"timestamp\" DESC, id DESC LIMIT :limit")
  List<BehaviorInput> first(@Bind("limit") int limit);

  /** Returns the rows after a position. */
  @SqlQuery(
      SELECT
          + "WHERE (\"timestamp\", id) < (:time, :id) ORDER BY \"timestamp\" DESC, id DESC"
          + " LIMIT :limit")
  List<BehaviorInput> after(
      @Bind("time") Instant time, @Bind("id") UUID id, @Bind("limit") int limit);

  /** Marks rows. */
  @SqlUpdate(
      "UPDATE behavior_inputs SET processed = true, mtime = "
          + LATER
          + " WHERE id = ANY (:ids) AND NOT processed")
  int mark(@Bind("ids") UUID[] ids);

  /** Returns many rows. */
  @SqlQuery(SELECT + "WHERE id = ANY (:ids) ORDER BY id")
  List<BehaviorInput> findAll(@Bind("ids") UUID[] ids);

  /** Returns every row. */
  @SqlQuery(SELECT + "ORDER BY id")
  @FetchSize(1_000)
  Stream<BehaviorInput> stream();
}
