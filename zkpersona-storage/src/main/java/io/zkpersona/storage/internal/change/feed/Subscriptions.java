package io.zkpersona.storage.internal.change.feed;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.ChangeDeliveries.CHANGE_DELIVERIES;
import static io.zkpersona.storage.internal.tables.tables.ChangeSubscriptions.CHANGE_SUBSCRIPTIONS;
import static io.zkpersona.storage.internal.tables.tables.ChangesLag.CHANGES_LAG;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.defaultValue;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.tables.Routines;
import io.zkpersona.storage.internal.tables.tables.ChangeDeliveries;
import io.zkpersona.storage.internal.tables.tables.ChangeSubscriptions;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.ChangeSubscription;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions.Content;
import io.zkpersona.storage.repository.change.SubscriptionOptions.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;

/** The statements about subscriptions, their leases, and ticks. */
final class Subscriptions {

  /** A subscription to create or to change. */
  record Wanted(String name, SubscriptionOptions options) {}

  /** A lease to claim or to extend. */
  record Claim(String name, Duration lease) {}

  /** A lease and its new length. */
  record Extension(FeedLease lease, Duration length) {}

  /** The answer to a claim: without a lease if another worker holds the subscription. */
  record Claimed(boolean exists, Optional<FeedLease> lease) {}

  private static final String OPERATION = "change_feed.";
  private static final int NANOS_A_MICRO = 1_000;
  private static final ChangeSubscriptions OWN = CHANGE_SUBSCRIPTIONS;
  private static final ChangeDeliveries DELIVERIES = CHANGE_DELIVERIES;
  private static final Field<Instant> NOW = DatabaseClock.statement();

  /** Creates a subscription, or changes its options; true if it was created. */
  static final Statement<Wanted, Boolean> SUBSCRIBE =
      Statement.of(OPERATION + "subscribe", Subscriptions::subscribing).writing().uncached();

  /** Removes a subscription; returns its name. */
  static final Statement<String, String> UNSUBSCRIBE =
      Statement.of(
          OPERATION + "unsubscribe",
          (in, out) ->
              DSL.deleteFrom(OWN)
                  .where(OWN.NAME.eq(in.value(OWN.NAME, name -> name)))
                  .returning(out.only(OWN.NAME)));

  /** Selects the state of all subscriptions. */
  static final Statement<None, ChangeSubscription> LIST =
      Statement.of(OPERATION + "subscriptions", (in, out) -> listing(out));

  /** Claims a subscription. */
  static final Statement<Claim, Claimed> CLAIM =
      Statement.of(OPERATION + "claim", Subscriptions::claiming);

  /** Extends a lease; returns its new end. */
  static final Statement<Extension, Instant> EXTEND =
      Statement.of(
          OPERATION + "extend",
          (in, out) ->
              DSL.update(OWN)
                  .set(OWN.LEASED_UNTIL, NOW.add(in.duration(Extension::length)))
                  .where(isHeld(in.of(Extension::lease)))
                  .returning(out.only(OWN.LEASED_UNTIL)));

  /** Ends a lease; returns the name of its subscription. */
  static final Statement<FeedLease, String> RELEASE =
      Statement.of(
          OPERATION + "release",
          (in, out) ->
              DSL.update(OWN)
                  .set(OWN.LEASED_UNTIL, castNull(OWN.LEASED_UNTIL))
                  .where(isHeld(in))
                  .returning(out.only(OWN.NAME)));

  /** Ticks; false if there is nothing new. */
  static final Statement<None, Boolean> TICK =
      Statement.<None, Boolean>of(
              OPERATION + "tick",
              (in, out) -> select(out.only(field(Routines.changesTick().isNotNull()))))
          .writing()
          .uncached();

  /** Ticks; returns the microseconds until there is something to deliver, and no row for none. */
  static final Statement<String, Optional<Long>> AWAIT =
      Statement.<String, Optional<Long>>inParts(
              OPERATION + "await",
              (in, out) -> {
                var wait = out.column(Routines.changesWait(in.value(OWN.NAME, name -> name)));
                out.as(row -> Optional.ofNullable(row.getNullable(wait)));
                return List.of(select(Routines.changesTick()), select(out.fields()));
              })
          .writing()
          .uncached();

  /** Ticks; returns the time up to which everything is delivered. */
  static final Statement<None, Instant> DELIVERED_UNTIL =
      Statement.<None, Instant>of(
              OPERATION + "delivered_until",
              (in, out) -> select(out.only(Routines.changesDeliveredUntil())))
          .writing()
          .uncached();

  /** Removes ticks that nobody needs; returns their number. */
  static final Statement<None, Long> PRUNE =
      Statement.<None, Long>of(
              OPERATION + "prune", (in, out) -> select(out.only(Routines.changesPruneTicks())))
          .removing()
          .uncached();

  private Subscriptions() {}

  private static Query subscribing(Parameters<Wanted> in, Results<Boolean> out) {
    return select(
        out.only(
            Routines.changesSubscribe(
                in.value(OWN.NAME, Wanted::name),
                in.value(OWN.IS_FROM_START, wanted -> wanted.options.start() == Start.BEGINNING),
                in.array(OWN.NAME, Subscriptions::entities),
                in.number(wanted -> wanted.options.maxAttempts()),
                in.number(wanted -> wanted.options.retryDelay().toNanos() / NANOS_A_MICRO),
                in.number(wanted -> wanted.options.maxBlocked()),
                in.value(OWN.HAS_BEFORE, wanted -> wanted.options.content() == Content.BEFORE))));
  }

  /** Returns the tables of the entities; none for all entities, those of later versions too. */
  private static List<String> entities(Wanted wanted) {
    Set<ChangedEntity> entities = wanted.options.entities();
    return entities.size() == ChangedEntity.values().length
        ? List.of()
        : entities.stream().map(ChangedEntity::value).toList();
  }

  private static Query claiming(Parameters<Claim> in, Results<Claimed> out) {
    Field<String> wanted = in.value(OWN.NAME, Claim::name);
    var claimed =
        name("claimed")
            .as(
                DSL.update(OWN)
                    .set(OWN.FENCING_TOKEN, defaultValue(OWN.FENCING_TOKEN))
                    .set(OWN.LEASED_UNTIL, NOW.add(in.duration(Claim::lease)))
                    .where(OWN.NAME.eq(wanted))
                    .and(OWN.LEASED_UNTIL.isNull().or(OWN.LEASED_UNTIL.le(NOW)))
                    .returning(OWN.NAME, OWN.FENCING_TOKEN, OWN.LEASED_UNTIL));
    var exists =
        out.column(
            field(exists(selectOne().from(OWN).where(OWN.NAME.eq(wanted)))).as("is_present"));
    var name = out.column(columnOf(claimed, OWN.NAME));
    var token = out.column(columnOf(claimed, OWN.FENCING_TOKEN));
    var until = out.column(columnOf(claimed, OWN.LEASED_UNTIL));
    out.as(
        row ->
            new Claimed(
                row.get(exists),
                Optional.ofNullable(row.getNullable(name))
                    .map(held -> new FeedLease(held, row.get(token), row.get(until)))));
    return with(claimed)
        .select(out.fields())
        .from(selectOne().asTable("one"))
        .leftJoin(claimed)
        .on(noCondition());
  }

  private static Condition isHeld(Parameters<FeedLease> in) {
    return OWN.NAME
        .eq(in.value(OWN.NAME, FeedLease::subscription))
        .and(OWN.FENCING_TOKEN.eq(in.value(OWN.FENCING_TOKEN, FeedLease::token)))
        .and(OWN.LEASED_UNTIL.gt(DatabaseClock.reading()));
  }

  private static Query listing(Results<ChangeSubscription> out) {
    var lag = CHANGES_LAG.call(OWN.NAME, inline((long) ChangeFeed.MAX_COUNTED));
    var name = out.column(OWN.NAME);
    var createdAt = out.column(OWN.CREATED_AT);
    var tick = out.column(OWN.TICK_ID);
    var acknowledgedAt = out.column(OWN.ACKNOWLEDGED_AT);
    var leasedUntil = out.column(when(OWN.LEASED_UNTIL.gt(NOW), OWN.LEASED_UNTIL).as("held_until"));
    var unread = out.column(CHANGES_LAG.EVENTS);
    var since = out.column(CHANGES_LAG.SINCE);
    var waiting = out.column(deliveries(noCondition()).as("waiting"), Codecs.LONG);
    var dead = out.column(deliveries(DSL.condition(DELIVERIES.IS_DEAD)).as("dead"), Codecs.LONG);
    out.as(
        row ->
            new ChangeSubscription(
                row.get(name),
                row.get(createdAt),
                row.get(tick),
                row.getNullable(acknowledgedAt),
                row.getNullable(leasedUntil),
                row.get(unread),
                row.getNullable(since),
                row.get(waiting),
                row.get(dead)));
    return select(out.fields()).from(OWN).crossJoin(lateral(lag)).orderBy(OWN.NAME);
  }

  private static Field<Integer> deliveries(Condition condition) {
    return field(
        select(count())
            .from(DELIVERIES)
            .where(DELIVERIES.SUBSCRIPTION.eq(OWN.NAME))
            .and(condition));
  }
}
