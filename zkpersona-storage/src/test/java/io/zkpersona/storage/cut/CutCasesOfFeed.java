package io.zkpersona.storage.cut;

import static io.zkpersona.storage.cut.CutCase.Repeat.HARMLESS;
import static io.zkpersona.storage.cut.CutCase.call;
import static io.zkpersona.storage.cut.CutCase.step;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.storage.cut.CutCase.Repeat;
import io.zkpersona.storage.error.FeedLeaseLostException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The feed of changes, with one change in it where the call needs one. */
final class CutCasesOfFeed {

  private static final String NAME = "a reader";
  private static final Duration LEASE = Duration.ofHours(1);
  private static final Set<ChangedEntity> ROLES = Set.of(ChangedEntity.ROLE);
  private static final SubscriptionOptions ONE_ATTEMPT =
      SubscriptionOptions.defaults().maxAttempts(1);

  private CutCasesOfFeed() {}

  static Stream<CutCase> reads() {
    return Stream.of(
        read("feed subscriptions", CutCasesOfFeed::subscribed, ChangeFeed::subscriptions),
        call(
            "feed read",
            CutCasesOfFeed::leased,
            (all, lease) -> feed(all).read(lease, 10),
            HARMLESS),
        read("feed dead letters", CutCasesOfFeed::dead, feed -> feed.deadLetters(NAME, 10)));
  }

  static Stream<CutCase> all() {
    return Stream.of(
        call(
            "feed subscribe",
            all -> true,
            (all, none) -> feed(all).subscribe(NAME, ONE_ATTEMPT),
            HARMLESS),
        read("feed unsubscribe", CutCasesOfFeed::subscribed, feed -> feed.unsubscribe(NAME)),
        read("feed claim", CutCasesOfFeed::subscribed, feed -> feed.claim(NAME, LEASE)),
        call(
            "feed extend",
            CutCasesOfFeed::leased,
            (all, lease) -> feed(all).extend(lease, LEASE),
            HARMLESS),
        call(
            "feed release",
            CutCasesOfFeed::leased,
            (all, lease) -> feed(all).release(lease),
            HARMLESS),
        read("feed tick", CutCasesOfFeed::changed, ChangeFeed::tick),
        step(
            "feed acknowledge",
            CutCasesOfFeed::batch,
            (all, batch) -> feed(all).acknowledge(batch),
            Repeat.refused(FeedLeaseLostException.class)),
        call(
            "feed acknowledge a failure",
            CutCasesOfFeed::batch,
            (all, batch) -> feed(all).acknowledge(batch, Map.of(batch.events().get(0), "reason")),
            Repeat.refused(FeedLeaseLostException.class)),
        step("feed wake", all -> true, (all, none) -> feed(all).wake(), HARMLESS),
        call(
            "feed retry",
            CutCasesOfFeed::dead,
            (all, position) -> feed(all).retry(NAME, position),
            HARMLESS),
        read("feed retry all", CutCasesOfFeed::dead, feed -> feed.retryAll(NAME)),
        call(
            "feed skip",
            CutCasesOfFeed::dead,
            (all, position) -> feed(all).skip(NAME, position),
            HARMLESS),
        read("feed delivered until", CutCasesOfFeed::subscribed, ChangeFeed::deliveredUntil),
        read("feed prune", CutCasesOfFeed::subscribed, ChangeFeed::prune));
  }

  private static <T> CutCase read(
      String name, Function<Repositories, T> given, Function<ChangeFeed, ?> read) {
    return call(name, given, (all, subject) -> read.apply(feed(all)), HARMLESS);
  }

  private static ChangeFeed feed(Repositories all) {
    return all.changes().feed();
  }

  /** Records one change, and no more of them. */
  private static boolean changed(Repositories all) {
    all.changes().startRecording(ROLES);
    all.roles().save(Role.builder().name("of the feed").build());
    all.changes().stopRecording(ROLES);
    return true;
  }

  private static boolean subscribed(Repositories all) {
    return changed(all) && feed(all).subscribe(NAME, ONE_ATTEMPT);
  }

  private static FeedLease leased(Repositories all) {
    subscribed(all);
    return feed(all).claim(NAME, LEASE).orElseThrow();
  }

  private static FeedBatch batch(Repositories all) {
    return feed(all).read(leased(all), 10);
  }

  private static long dead(Repositories all) {
    FeedBatch batch = batch(all);
    feed(all).acknowledge(batch, Map.of(batch.events().get(0), "reason"));
    return batch.events().get(0).change().position();
  }
}
