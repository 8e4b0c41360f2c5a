package io.zkpersona.storage.internal.change.feed;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.tables.tables.ChangeDeliveries.CHANGE_DELIVERIES;
import static io.zkpersona.storage.internal.tables.tables.Changes.CHANGES;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.change.Change;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.StatementParts;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.repository.ChangeColumns;
import io.zkpersona.storage.internal.tables.tables.ChangeDeliveries;
import io.zkpersona.storage.repository.change.DeadChange;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;

/** The statements about events that failed as often as they may. */
final class DeadChanges {

  /** A part of the dead letters of a subscription. */
  record Part(String subscription, int limit) {}

  /** A dead letter. */
  record Chosen(String subscription, long position) {}

  private static final String OPERATION = "change_feed.";
  private static final ChangeDeliveries DELIVERIES = CHANGE_DELIVERIES;

  /** Selects dead letters, the oldest first. */
  static final Statement<Part, DeadChange> LIST =
      Statement.of(OPERATION + "dead_letters", DeadChanges::listing);

  /** Has a dead letter tried again; returns its position. The variant is the schema. */
  static final Variants<String, Chosen, Long> RETRY =
      Variants.of(
          OPERATION + "retry", (schema, in, out) -> changing(schema, out, reviving(dead(in))));

  /** Has all dead letters tried again; returns their positions. The variant is the schema. */
  static final Variants<String, String, Long> RETRY_ALL =
      Variants.of(
          OPERATION + "retry_all",
          (schema, in, out) ->
              changing(
                  schema,
                  out,
                  reviving(
                      condition(DELIVERIES.IS_DEAD)
                          .and(
                              DELIVERIES.SUBSCRIPTION.eq(
                                  in.value(DELIVERIES.SUBSCRIPTION, name -> name))))));

  /** Forgets a dead letter; returns its position. The variant is the schema. */
  static final Variants<String, Chosen, Long> SKIP =
      Variants.of(
          OPERATION + "skip",
          (schema, in, out) ->
              changing(
                  schema,
                  out,
                  DSL.deleteFrom(DELIVERIES).where(dead(in)).returning(DELIVERIES.POSITION)));

  private DeadChanges() {}

  private static Condition dead(Parameters<Chosen> in) {
    return condition(DELIVERIES.IS_DEAD)
        .and(DELIVERIES.SUBSCRIPTION.eq(in.value(DELIVERIES.SUBSCRIPTION, Chosen::subscription)))
        .and(DELIVERIES.POSITION.eq(in.value(DELIVERIES.POSITION, Chosen::position)));
  }

  private static ResultQuery<?> reviving(Condition which) {
    return DSL.update(DELIVERIES)
        .set(DELIVERIES.IS_DEAD, inline(false))
        .set(DELIVERIES.ATTEMPTS, inline(0))
        .set(DELIVERIES.AVAILABLE_AT, castNull(DELIVERIES.AVAILABLE_AT))
        .where(which)
        .returning(DELIVERIES.POSITION);
  }

  /** Runs a change and wakes the readers. */
  private static Query changing(String schema, Results<Long> out, ResultQuery<?> change) {
    var changed = name("changed").as(change);
    return with(changed)
        .select(
            out.only(StatementParts.columnOf(changed, DELIVERIES.POSITION)),
            FeedNotification.of(schema))
        .from(changed);
  }

  private static Query listing(Parameters<Part> in, Results<DeadChange> out) {
    ChangeDeliveries behind = DELIVERIES.as("behind");
    RowReader<Change> change = ChangeColumns.reader(out);
    var attempts = out.column(DELIVERIES.ATTEMPTS);
    var reason = out.column(DELIVERIES.FAILURE_REASON);
    var waiting =
        out.column(
            field(
                    select(count())
                        .from(behind)
                        .where(behind.SUBSCRIPTION.eq(DELIVERIES.SUBSCRIPTION))
                        .and(behind.LANE.eq(DELIVERIES.LANE))
                        .and(behind.POSITION.ne(DELIVERIES.POSITION)))
                .as("waiting"),
            Codecs.LONG);
    out.as(
        row ->
            new DeadChange(
                change.read(row), row.get(attempts), row.getNullable(reason), row.get(waiting)));
    return select(out.fields())
        .from(DELIVERIES)
        .join(CHANGES)
        .on(CHANGES.POSITION.eq(DELIVERIES.POSITION))
        .where(DELIVERIES.SUBSCRIPTION.eq(in.value(DELIVERIES.SUBSCRIPTION, Part::subscription)))
        .and(condition(DELIVERIES.IS_DEAD))
        .orderBy(DELIVERIES.TICK_ID, DELIVERIES.POSITION)
        .limit(in.number(Part::limit));
  }
}
