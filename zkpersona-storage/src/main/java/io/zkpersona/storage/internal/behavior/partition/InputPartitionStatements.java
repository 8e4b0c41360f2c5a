package io.zkpersona.storage.internal.behavior.partition;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputPartitionsBlockers.BEHAVIOR_INPUT_PARTITIONS_BLOCKERS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputPartitionsDrop.BEHAVIOR_INPUT_PARTITIONS_DROP;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputPartitionsList.BEHAVIOR_INPUT_PARTITIONS_LIST;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.storage.internal.query.Acting;
import io.zkpersona.storage.internal.query.Acting.By;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.tables.Routines;
import io.zkpersona.storage.repository.behavior.Dependents;
import io.zkpersona.storage.repository.behavior.DroppedPartitions;
import io.zkpersona.storage.repository.behavior.InputPartition;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import java.time.Instant;
import java.util.function.Function;
import org.jooq.Param;
import org.jooq.Query;

/** Calls of the SQL functions that partition the inputs. */
final class InputPartitionStatements {

  /** A range of times, whose end is exclusive. */
  record Span(Instant from, Instant until) {}

  /**
   * The partitions to drop.
   *
   * @param counts the numbers of rows in them and of rows that depend on those
   * @param done whether they were dropped; if not, dependent rows prevented it
   */
  record Drop(DroppedPartitions counts, boolean done) {}

  private static final String OPERATION = "input_partitions.";

  /** Tells whether the inputs are partitioned. */
  static final Statement<None, Boolean> ENABLED =
      Statement.of(
          OPERATION + "is_enabled",
          (in, out) -> select(out.only(Routines.behaviorInputPartitionsEnabled())));

  /** Lists the partitions. */
  static final Statement<None, InputPartition> LIST =
      Statement.of(OPERATION + "list", (in, out) -> listing(out));

  /** Lists the objects that prevent partitioning the table. */
  static final Statement<None, String> BLOCKERS =
      Statement.of(
          OPERATION + "blockers",
          (in, out) ->
              select(
                      out.only(
                          BEHAVIOR_INPUT_PARTITIONS_BLOCKERS.BEHAVIOR_INPUT_PARTITIONS_BLOCKERS_))
                  .from(BEHAVIOR_INPUT_PARTITIONS_BLOCKERS.call()));

  private static final Variants<PartitionWidth, Span, Long> ENABLE =
      Variants.of(
          OPERATION + "enable",
          (width, in, out) ->
              select(
                  out.only(
                      Routines.behaviorInputPartitionsEnable(
                          time(in, Span::from), inline(width.value()), time(in, Span::until)))));

  private static final Variants<PartitionWidth, Instant, Long> PREPARE =
      Variants.of(
          OPERATION + "prepare",
          (width, in, out) ->
              select(
                  out.only(
                      Routines.behaviorInputPartitionsPrepare(
                          inline(width.value()), time(in, until -> until)))));

  private static final Variants<Boolean, None, Boolean> SETTLE =
      Variants.of(
          OPERATION + "settle",
          (changed, in, out) ->
              select(out.only(Routines.behaviorInputPartitionsSettle(inline(changed)))));

  private static final Variants<Dependents, By<Instant>, Drop> DROP =
      Variants.of(OPERATION + "drop", InputPartitionStatements::dropping);

  private InputPartitionStatements() {}

  /** Partitions the table; returns the number of partitions created. */
  static Statement<Span, Long> enable(PartitionWidth width) {
    return ENABLE.of(width).writing().uncached();
  }

  /** Creates partitions up to a time; returns their number. */
  static Statement<Instant, Long> prepare(PartitionWidth width) {
    return PREPARE.of(width).writing().uncached();
  }

  /** Validates the remaining references, and takes statistics, always or only if there were any. */
  static Statement<None, Boolean> settle(boolean changed) {
    return SETTLE.of(changed).writing().uncached();
  }

  /** Drops the partitions that end at or before a time. */
  static Statement<By<Instant>, Drop> drop(Dependents dependents) {
    return DROP.of(dependents).writing();
  }

  private static Query listing(Results<InputPartition> out) {
    var list = BEHAVIOR_INPUT_PARTITIONS_LIST;
    var name = out.column(list.NAME);
    var start = out.column(list.STARTS_AT);
    var end = out.column(list.ENDS_AT);
    var rows = out.column(list.ESTIMATED_ROWS);
    var bytes = out.column(list.BYTES);
    out.as(
        row ->
            new InputPartition(
                row.get(name),
                row.getNullable(start),
                row.getNullable(end),
                row.get(rows),
                row.get(bytes)));
    return select(out.fields())
        .from(list.call())
        .orderBy(list.STARTS_AT.asc().nullsFirst(), list.NAME);
  }

  private static Query dropping(
      Dependents dependents, Parameters<By<Instant>> in, Results<Drop> out) {
    var drop = BEHAVIOR_INPUT_PARTITIONS_DROP;
    var partitions = out.column(drop.PARTITIONS);
    var inputs = out.column(drop.INPUTS);
    var claims = out.column(drop.CLAIMS);
    var scores = out.column(drop.SCORES);
    var proofs = out.column(drop.PROOFS);
    var done = out.column(drop.IS_DROPPED);
    out.as(
        row ->
            new Drop(
                new DroppedPartitions(
                    row.get(partitions),
                    row.get(inputs),
                    row.get(claims),
                    row.get(scores),
                    row.get(proofs)),
                row.get(done)));
    return select(out.fields())
        .from(drop.call(time(in, By::value), inline(dependents == Dependents.DELETE)))
        .where(Acting.by(in));
  }

  private static <P> Param<Instant> time(Parameters<P> in, Function<P, Instant> time) {
    return in.value(BEHAVIOR_INPUTS.TIMESTAMP, time);
  }
}
