package io.zkpersona.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.CreateBehaviorSessionRequest;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.TrendPoint;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.domain.user.UserFilter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The precision, range and order of every time, wherever it is accepted. */
class TimeRulesTest {
  private static final Instant NANOS = Instant.parse("2024-05-06T07:08:09.123456789Z");
  private static final Instant MICROS = Instant.parse("2024-05-06T07:08:09.123456Z");
  private static final Instant MICRO_LATER = MICROS.plusNanos(1_000);

  static Stream<Place<Instant>> places() {
    return Stream.of(behavior(), scoring(), proof(), reputation(), filters()).flatMap(all -> all);
  }

  private static Stream<Place<Instant>> behavior() {
    return Stream.of(
        in(
            "startTime",
            "BehaviorSession",
            t -> Samples.session(0).toBuilder().startTime(t).endTime(null).build().startTime()),
        in(
            "endTime",
            "BehaviorSession",
            t -> Samples.session(0).toBuilder().startTime(MICROS).endTime(t).build().endTime()),
        in(
            "startTime",
            "create",
            t -> CreateBehaviorSessionRequest.builder().startTime(t).build().startTime()),
        in(
            "endTime",
            "create",
            t ->
                CreateBehaviorSessionRequest.builder()
                    .startTime(MICROS)
                    .endTime(t)
                    .build()
                    .endTime()),
        in("timestamp", "BehaviorInput", t -> Samples.input(0).withTimestamp(t).timestamp()),
        in("timestamp", "create", t -> Requests.input().timestamp(t).build().timestamp()));
  }

  private static Stream<Place<Instant>> scoring() {
    return Stream.of(
        in("timestamp", "ScoringResult", t -> Samples.score(0).withTimestamp(t).timestamp()),
        in("timestamp", "create score", t -> Requests.score().timestamp(t).build().timestamp()));
  }

  private static Stream<Place<Instant>> proof() {
    return Stream.of(
        in("verifiedAt", "ZkProof", t -> Samples.proof(0).withVerifiedAt(t).verifiedAt()),
        in("expiresAt", "ZkProof", t -> Samples.proof(0).withExpiresAt(t).expiresAt()),
        in("verifiedAt", "header", t -> Samples.header(0).withVerifiedAt(t).verifiedAt()),
        in("expiresAt", "header", t -> Samples.header(0).withExpiresAt(t).expiresAt()),
        in("at", "attempt", t -> Samples.attempt().withAt(t).at()),
        in("expiresAt", "create", t -> Requests.proof().expiresAt(t).build().expiresAt()));
  }

  private static Stream<Place<Instant>> reputation() {
    Instant before = MICROS.minusSeconds(1);
    return Stream.of(
        in(
            "effectiveFrom",
            "ReputationRecord",
            t ->
                Samples.reputation(0)
                    .withEffectiveUntil(null)
                    .withEffectiveFrom(t)
                    .effectiveFrom()),
        in(
            "effectiveUntil",
            "ReputationRecord",
            t ->
                Samples.reputation(0)
                    .withEffectiveFrom(before)
                    .withEffectiveUntil(t)
                    .effectiveUntil()),
        in(
            "effectiveFrom",
            "create",
            t -> Requests.reputation().effectiveFrom(t).build().effectiveFrom()),
        in(
            "effectiveUntil",
            "create",
            t ->
                Requests.reputation()
                    .effectiveFrom(before)
                    .effectiveUntil(t)
                    .build()
                    .effectiveUntil()),
        in(
            "date",
            "TrendPoint",
            t -> new TrendPoint(t, BigDecimal.ONE, ScoringCategory.OVERALL).date()));
  }

  private static Stream<Place<Instant>> filters() {
    return ranges()
        .flatMap(
            range ->
                Stream.of(
                    in(range.start(), range.filter(), t -> range.make().of(t, null).start()),
                    in(range.end(), range.filter(), t -> range.make().of(null, t).end())));
  }

  /** The range that a filter keeps. */
  record Kept(@Nullable Instant start, @Nullable Instant end) {}

  interface MakeRange {
    Kept of(@Nullable Instant start, @Nullable Instant end);
  }

  record Range(String filter, String start, String end, MakeRange make) {
    Range(String filter, MakeRange make) {
      this(filter, "startDate", "endDate", make);
    }

    @Override
    public String toString() {
      return filter;
    }
  }

  static Stream<Range> ranges() {
    return Stream.of(
        new Range(
            "UserFilter",
            "createdFrom",
            "createdUntil",
            (start, end) -> {
              var filter = UserFilter.builder().createdFrom(start).createdUntil(end).build();
              return new Kept(filter.createdFrom(), filter.createdUntil());
            }),
        new Range(
            "BehaviorSessionFilter",
            (start, end) -> {
              var filter = BehaviorSessionFilter.builder().startDate(start).endDate(end).build();
              return new Kept(filter.startDate(), filter.endDate());
            }),
        new Range(
            "BehaviorInputFilter",
            (start, end) -> {
              var filter = BehaviorInputFilter.builder().startDate(start).endDate(end).build();
              return new Kept(filter.startDate(), filter.endDate());
            }),
        new Range(
            "ScoringResultFilter",
            (start, end) -> {
              var filter = ScoringResultFilter.builder().startDate(start).endDate(end).build();
              return new Kept(filter.startDate(), filter.endDate());
            }),
        new Range(
            "ZkProofFilter",
            (start, end) -> {
              var filter = ZkProofFilter.builder().startDate(start).endDate(end).build();
              return new Kept(filter.startDate(), filter.endDate());
            }),
        new Range(
            "ReputationFilter",
            (start, end) -> {
              var filter = ReputationFilter.builder().startDate(start).endDate(end).build();
              return new Kept(filter.startDate(), filter.endDate());
            }));
  }

  @ParameterizedTest
  @MethodSource("places")
  void timesAreCutToMicroseconds(Place<Instant> place) {
    assertThat(place.kept(NANOS)).isEqualTo(MICROS);
    assertThat(place.kept(MICROS)).isEqualTo(MICROS);
  }

  @ParameterizedTest
  @MethodSource("places")
  void timesTheDatabaseCannotHoldAreRefused(Place<Instant> place) {
    place.refusal(Instant.MAX);
    place.refusal(Instant.MIN);
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void aRangeThatEndsBeforeItStartsIsRefused(Range range) {
    Place.refusalOf(() -> range.make().of(MICRO_LATER, MICROS), range.start(), range.end());
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void anEmptyRangeIsTaken(Range range) {
    assertThat(range.make().of(MICROS, NANOS)).isEqualTo(new Kept(MICROS, MICROS));
    assertThat(range.make().of(NANOS, MICROS)).isEqualTo(new Kept(MICROS, MICROS));
  }

  @Test
  void aSessionMayEndWhenItStartsButNotBefore() {
    var session = Samples.session(0).toBuilder().startTime(MICROS).endTime(NANOS).build();
    var request = CreateBehaviorSessionRequest.builder().startTime(MICROS).endTime(MICROS).build();

    assertThat(session.endTime()).isEqualTo(session.startTime());
    Place.refusalOf(() -> session.withStartTime(MICRO_LATER), "endTime");
    Place.refusalOf(() -> request.withStartTime(MICRO_LATER), "endTime");
  }

  @Test
  void aReputationEndsAfterItTakesEffect() {
    var reputation =
        Samples.reputation(0).toBuilder().effectiveFrom(MICROS).effectiveUntil(MICRO_LATER).build();
    var request = Requests.reputation().effectiveFrom(MICROS).effectiveUntil(MICRO_LATER).build();

    // The same microsecond once both are truncated.
    Place.refusalOf(() -> reputation.withEffectiveUntil(NANOS), "effectiveUntil");
    Place.refusalOf(() -> request.withEffectiveUntil(NANOS), "effectiveUntil");
    Place.refusalOf(() -> reputation.withEffectiveFrom(MICRO_LATER), "effectiveUntil");
  }

  private static Place<Instant> in(
      String field, String where, Function<Instant, @Nullable Instant> keep) {
    return new Place<>(field, where, keep);
  }
}
