package io.zkpersona.storage.internal.behavior.partition;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputPartitionsBlockers.BEHAVIOR_INPUT_PARTITIONS_BLOCKERS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputPartitionsDrop.BEHAVIOR_INPUT_PARTITIONS_DROP;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputPartitionsList.BEHAVIOR_INPUT_PARTITIONS_LIST;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import io.zkpersona.storage.internal.tables.Routines;
import io.zkpersona.storage.repository.Dependents;
import io.zkpersona.storage.repository.PartitionWidth;
import java.time.Instant;
import java.util.function.Function;
import org.jooq.Param;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the SQL functions that partition the inputs. Each comment names the values that a call
 * binds.
 */
final class InputPartitionStatements {

  private enum Kind {
    ENABLED,
    LIST,
    BLOCKERS,
    ENABLE,
    PREPARE,
    SETTLE,
    DROP
  }

  private record Key(Kind kind, @Nullable Object option) {}

  private final SqlShapes shapes;

  InputPartitionStatements(SqlShapes shapes) {
    this.shapes = shapes;
  }

  /** Tells whether the inputs are partitioned. Binds nothing. */
  SqlShape enabled() {
    return shape(Kind.ENABLED, null, params -> select(Routines.behaviorInputPartitionsEnabled()));
  }

  /** Lists the partitions. Binds nothing. */
  SqlShape list() {
    var list = BEHAVIOR_INPUT_PARTITIONS_LIST;
    return shape(
        Kind.LIST,
        null,
        params ->
            select(list.NAME, list.STARTS_AT, list.ENDS_AT, list.ESTIMATED_ROWS, list.BYTES)
                .from(list.call())
                .orderBy(list.STARTS_AT.asc().nullsFirst(), list.NAME));
  }

  /** Lists the objects that prevent partitioning the table. Binds nothing. */
  SqlShape blockers() {
    return shape(
        Kind.BLOCKERS,
        null,
        params ->
            select(BEHAVIOR_INPUT_PARTITIONS_BLOCKERS.BEHAVIOR_INPUT_PARTITIONS_BLOCKERS_)
                .from(BEHAVIOR_INPUT_PARTITIONS_BLOCKERS.call()));
  }

  /**
   * Partitions the table; returns the number of partitions created. Binds the start and the end.
   */
  SqlShape enable(PartitionWidth width) {
    return writing(
        Kind.ENABLE,
        width,
        params ->
            select(
                Routines.behaviorInputPartitionsEnable(
                    time(params), inline(width.value()), time(params))));
  }

  /** Creates partitions; returns their number. Binds the end. */
  SqlShape prepare(PartitionWidth width) {
    return writing(
        Kind.PREPARE,
        width,
        params ->
            select(Routines.behaviorInputPartitionsPrepare(inline(width.value()), time(params))));
  }

  /**
   * Validates the remaining references, and takes statistics, always or only if there were any.
   * Binds nothing.
   */
  SqlShape settle(boolean changed) {
    return writing(
        Kind.SETTLE,
        changed,
        params -> select(Routines.behaviorInputPartitionsSettle(inline(changed))));
  }

  /**
   * Drops the partitions that end at or before a time; returns one row: the counts, and whether
   * they were dropped. Binds the time.
   */
  SqlShape drop(Dependents dependents) {
    var drop = BEHAVIOR_INPUT_PARTITIONS_DROP;
    return writing(
        Kind.DROP,
        dependents,
        params ->
            select(
                    drop.PARTITIONS,
                    drop.INPUTS,
                    drop.CLAIMS,
                    drop.SCORES,
                    drop.PROOFS,
                    drop.IS_DROPPED)
                .from(drop.call(time(params), inline(dependents == Dependents.DELETE))));
  }

  private static Param<Instant> time(Params params) {
    return params.value(BEHAVIOR_INPUTS.TIMESTAMP);
  }

  private SqlShape shape(Kind kind, @Nullable Object option, Function<Params, Query> statement) {
    return shapes.get(new Key(kind, option), statement);
  }

  private SqlShape writing(Kind kind, Object option, Function<Params, Query> statement) {
    return shapes.getWriting(new Key(kind, option), statement);
  }
}
