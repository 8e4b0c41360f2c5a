package io.zkpersona.storage.internal.change.feed;

import static io.zkpersona.storage.internal.tables.tables.ChangeDeliveries.CHANGE_DELIVERIES;
import static io.zkpersona.storage.internal.tables.tables.ChangeSubscriptions.CHANGE_SUBSCRIPTIONS;
import static io.zkpersona.storage.internal.tables.tables.ChangesBatch.CHANGES_BATCH;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.tables.Routines;
import io.zkpersona.storage.internal.tables.tables.ChangeDeliveries;
import io.zkpersona.storage.internal.tables.tables.ChangeSubscriptions;
import io.zkpersona.storage.internal.tables.tables.ChangesBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import java.util.List;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/** The statements that read batches and acknowledge them. */
final class Batches {

  /** A batch to read. */
  record Reading(FeedLease lease, int limit) {}

  /**
   * A place in the windows.
   *
   * @param tick the tick of the window
   * @param fromStart whether the window holds all that the tick sees
   * @param position the position of the last change before it
   */
  record Place(long tick, boolean fromStart, long position) {}

  /**
   * An event of a batch.
   *
   * @param place its place
   * @param lane the lane in which it waits or will wait; null if its row is not blocked
   * @param isNew whether it was not read before
   */
  record Entry(ChangeEvent event, Place place, @Nullable Long lane, boolean isNew) {}

  /**
   * A row of a batch: an entry, or what follows the last of them.
   *
   * @param end the place to which a batch leads that ends here; null on an end that leads to the
   *     last new entry
   * @param leadsOn whether there is something to acknowledge
   */
  record Part(@Nullable Entry entry, @Nullable Place end, boolean leadsOn, long acknowledgements) {}

  /**
   * The outcome of a batch.
   *
   * @param place the place that it leads to; null if the subscription stays where it is
   * @param done positions of events that waited and were delivered
   * @param kept new events that failed or wait
   * @param lanes the lanes of the kept ones, in the same order
   * @param failed positions of the events that failed
   * @param reasons their reasons, in the same order
   */
  record Outcome(
      FeedLease lease,
      long acknowledgements,
      @Nullable Place place,
      List<Long> done,
      List<Place> kept,
      List<Long> lanes,
      List<Long> failed,
      List<String> reasons) {}

  private static final ChangesBatch BATCH = CHANGES_BATCH;
  private static final ChangeSubscriptions OWN = CHANGE_SUBSCRIPTIONS;
  private static final ChangeDeliveries DELIVERIES = CHANGE_DELIVERIES;

  /** Selects the rows of a batch. The last one is its end. */
  static final Statement<Reading, Part> READ = Statement.of("change_feed.read", Batches::reading);

  /** Acknowledges a batch; returns how many events became dead letters. */
  static final Statement<Outcome, Long> ACKNOWLEDGE =
      Statement.<Outcome, Long>of(
              "change_feed.acknowledge", (in, out) -> select(out.only(acknowledging(in))))
          .writing()
          .uncached();

  private Batches() {}

  private static Query reading(Parameters<Reading> in, Results<Part> out) {
    var isEnd = out.column(BATCH.IS_END);
    var tick = out.column(BATCH.TICK_ID);
    var fromStart = out.column(BATCH.IS_FROM_START);
    var acknowledgements = out.column(BATCH.ACKNOWLEDGEMENTS);
    var lane = out.column(BATCH.LANE);
    var isNew = out.column(BATCH.IS_NEW);
    var position = out.column(BATCH.PLACE);
    RowReader<ChangeEvent> event = event(out);
    out.as(
        row -> {
          Long at = row.getNullable(position);
          Place place = at == null ? null : new Place(row.get(tick), row.get(fromStart), at);
          Entry entry =
              row.get(isEnd) || place == null
                  ? null
                  : new Entry(event.read(row), place, row.getNullable(lane), row.get(isNew));
          return new Part(entry, place, row.get(isNew), row.get(acknowledgements));
        });
    return select(out.fields())
        .from(
            BATCH.call(
                in.value(OWN.NAME, reading -> reading.lease.subscription()),
                in.number(reading -> reading.lease.token().value()),
                in.number(Reading::limit)));
  }

  private static RowReader<ChangeEvent> event(Results<?> out) {
    var position = out.column(BATCH.PLACE);
    var attempts = out.column(BATCH.ATTEMPTS);
    var at = out.column(BATCH.CHANGED_AT);
    var operation = out.column(BATCH.OPERATION);
    var entity = out.column(BATCH.ENTITY);
    var entityId = out.column(BATCH.ENTITY_ID);
    var secondId = out.column(BATCH.SECOND_ID);
    var userId = out.column(BATCH.USER_ID);
    var actorId = out.column(BATCH.ACTOR_ID);
    var erased = out.column(BATCH.IS_ERASED);
    var before = out.column(BATCH.BEFORE);
    return row ->
        new ChangeEvent(
            new Change(
                row.get(position),
                row.get(at),
                row.get(operation),
                row.get(entity),
                row.getNullable(entityId),
                row.getNullable(secondId),
                row.getNullable(userId),
                row.getNullable(actorId),
                row.get(erased)),
            row.get(attempts) + 1,
            row.getNullable(before));
  }

  private static Field<Long> acknowledging(Parameters<Outcome> in) {
    return Routines.changesAcknowledge(
        in.value(OWN.NAME, outcome -> outcome.lease.subscription()),
        in.number(outcome -> outcome.lease.token().value()),
        in.number(Outcome::acknowledgements),
        in.value(OWN.TICK_ID, outcome -> outcome.place == null ? null : outcome.place.tick),
        in.value(
            OWN.IS_FROM_START, outcome -> outcome.place == null ? null : outcome.place.fromStart),
        in.value(OWN.POSITION, outcome -> outcome.place == null ? null : outcome.place.position),
        in.array(DELIVERIES.POSITION, Outcome::done),
        in.array(DELIVERIES.POSITION, kept(Place::position)),
        in.array(DELIVERIES.TICK_ID, kept(Place::tick)),
        in.array(DELIVERIES.LANE, Outcome::lanes),
        in.array(DELIVERIES.POSITION, Outcome::failed),
        in.array(DELIVERIES.FAILURE_REASON, Outcome::reasons));
  }

  private static Function<Outcome, List<Long>> kept(Function<Place, Long> part) {
    return outcome -> outcome.kept.stream().map(part).toList();
  }
}
