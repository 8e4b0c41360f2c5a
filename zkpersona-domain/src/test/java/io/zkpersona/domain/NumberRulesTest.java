package io.zkpersona.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.CreateBehaviorSessionRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.proof.circuit.NullifierRuleBuilder;
import io.zkpersona.domain.reputation.InvalidReputationScoreException;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.TrendPoint;
import io.zkpersona.domain.scoring.ScoringResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The range and the digits of every number, wherever it is accepted. */
class NumberRulesTest {

  /** A place and its range, both ends inclusive, with 4 decimals. */
  record Decimal(Place<BigDecimal> place, String min, String max) {
    @Override
    public String toString() {
      return place.toString();
    }
  }

  static Stream<Decimal> decimals() {
    return Stream.of(scores(), fractions(), reputationScores(), scoreChanges())
        .flatMap(decimals -> decimals);
  }

  private static Stream<Decimal> scores() {
    return decimals(
        "-999999.9999",
        "999999.9999",
        in("score", "create", score -> Requests.score().score(score).build().score()),
        in("score", "checkWritable", NumberRulesTest::checkWritable));
  }

  private static Stream<Decimal> fractions() {
    return decimals(
        "0",
        "1",
        in(
            "confidenceLevel",
            "ScoringResult",
            level -> kept(Samples.score(0).withConfidenceLevel(level).confidenceLevel())),
        in(
            "confidenceLevel",
            "create score",
            level -> kept(Requests.score().confidenceLevel(level).build().confidenceLevel())),
        in(
            "confidenceLevel",
            "ReputationRecord",
            level -> Samples.reputation(0).withConfidenceLevel(level).confidenceLevel()),
        in(
            "confidenceLevel",
            "create reputation",
            level -> Requests.reputation().confidenceLevel(level).build().confidenceLevel()),
        in(
            "confidenceLevel",
            "record reputation",
            level -> Requests.recording().confidenceLevel(level).build().confidenceLevel()),
        in(
            "weight",
            "record reputation",
            weight -> Requests.recording().weight(weight).build().weight()),
        in(
            "weight",
            "ReputationRecord",
            weight -> Samples.reputation(0).withWeight(weight).weight()),
        in("weight", "create", weight -> Requests.reputation().weight(weight).build().weight()));
  }

  static Stream<Decimal> reputationScores() {
    return decimals(
        "0",
        "100",
        in(
            "reputationScore",
            "ReputationRecord",
            score -> Samples.reputation(0).withReputationScore(score).reputationScore()),
        in(
            "reputationScore",
            "create",
            score -> Requests.reputation().reputationScore(score).build().reputationScore()),
        in(
            "reputationScore",
            "record",
            score -> Requests.recording().reputationScore(score).build().reputationScore()),
        in(
            "previousScore",
            "ReputationRecord",
            score -> kept(Samples.reputation(0).withPreviousScore(score).previousScore())),
        in(
            "previousScore",
            "create",
            score -> kept(Requests.reputation().previousScore(score).build().previousScore())),
        in(
            "minScore",
            "filter",
            score -> kept(ReputationFilter.builder().minScore(score).build().minScore())),
        in(
            "maxScore",
            "filter",
            score -> kept(ReputationFilter.builder().maxScore(score).build().maxScore())),
        in(
            "score",
            "TrendPoint",
            score -> new TrendPoint(Instant.EPOCH, score, ScoringCategory.OVERALL).score()));
  }

  private static Stream<Decimal> scoreChanges() {
    return decimals(
        "-100",
        "100",
        in(
            "scoreChange",
            "ReputationRecord",
            score -> kept(Samples.reputation(0).withScoreChange(score).scoreChange())),
        in(
            "scoreChange",
            "create",
            score -> kept(Requests.reputation().scoreChange(score).build().scoreChange())));
  }

  static Stream<Place<Long>> wholeNumbers() {
    return Stream.of(
        whole(
            "durationSeconds",
            "BehaviorSession",
            n -> kept(Samples.session(0).withDurationSeconds(n).durationSeconds())),
        whole(
            "durationSeconds",
            "create",
            n ->
                kept(
                    CreateBehaviorSessionRequest.builder()
                        .durationSeconds(n)
                        .build()
                        .durationSeconds())),
        whole(
            "peerValidations",
            "ReputationRecord",
            n -> Samples.reputation(0).withPeerValidations(n).peerValidations()),
        whole(
            "peerValidations",
            "create",
            n -> Requests.reputation().peerValidations(n).build().peerValidations()),
        new Place<>(
            "blockNumber",
            "reference",
            n -> new OnChainReference("network", "0123456789", n, null).blockNumber()),
        new Place<>(
            "gasUsed",
            "reference",
            n -> kept(new OnChainReference("network", "0123456789", 0, n).gasUsed())),
        whole("signal", "nullifier", n -> nullifier().signal(n).build().signal()),
        whole(
            "scopeSignals",
            "nullifier",
            n -> nullifier().scopeSignals(List.of(n)).build().scopeSignals().get(0)));
  }

  private static NullifierRuleBuilder nullifier() {
    return NullifierRule.builder().scope("scope");
  }

  @ParameterizedTest
  @MethodSource("decimals")
  void bothEndsAreTakenAndWhatIsBeyondRefused(Decimal decimal) {
    BigDecimal min = new BigDecimal(decimal.min());
    BigDecimal max = new BigDecimal(decimal.max());
    BigDecimal step = new BigDecimal("0.0001");

    assertThat(decimal.place().kept(min)).isEqualTo(min.setScale(4));
    assertThat(decimal.place().kept(max)).isEqualTo(max.setScale(4));
    decimal.place().refusal(min.subtract(step));
    decimal.place().refusal(max.add(step));
    decimal.place().refusal(new BigDecimal("1e2147483647"));
    decimal.place().refusal(new BigDecimal("-1e2147483647"));
  }

  @ParameterizedTest
  @MethodSource("decimals")
  void aFifthDecimalIsRefusedRatherThanRounded(Decimal decimal) {
    assertThat(decimal.place().kept(new BigDecimal("0.9999"))).isEqualTo(new BigDecimal("0.9999"));

    assertThat(decimal.place().refusal(new BigDecimal("0.99999")))
        .isExactlyInstanceOf(ValidationException.class)
        .hasMessage(decimal.place().field() + ": 5 decimals (expected: at most 4)");
    decimal.place().refusal(new BigDecimal("1e-2147483647"));
  }

  @ParameterizedTest
  @MethodSource("decimals")
  void equalNumbersAreKeptAsEqualObjects(Decimal decimal) {
    for (String one : new String[] {"1", "1.0", "1.00000000", "10e-1", "0.1e1"}) {
      assertThat(decimal.place().kept(new BigDecimal(one))).isEqualTo(new BigDecimal("1.0000"));
    }
    for (String zero : new String[] {"0", "0.000000", "0e1000", "0e-1000"}) {
      assertThat(decimal.place().kept(new BigDecimal(zero))).isEqualTo(new BigDecimal("0.0000"));
    }
  }

  @ParameterizedTest
  @MethodSource("reputationScores")
  void aScoreOutsideItsRangeHasItsOwnException(Decimal decimal) {
    assertThat(decimal.place().refusal(new BigDecimal("100.0001")))
        .isInstanceOf(InvalidReputationScoreException.class)
        .hasMessage(decimal.place().field() + ": above 100 (expected: 0..100)");
    assertThat(decimal.place().refusal(new BigDecimal("-0.0001")))
        .isInstanceOf(InvalidReputationScoreException.class)
        .hasMessage(decimal.place().field() + ": below 0 (expected: 0..100)");
    assertThat(decimal.place().refusal(new BigDecimal("99.99999")))
        .isExactlyInstanceOf(ValidationException.class);
  }

  @ParameterizedTest
  @MethodSource("wholeNumbers")
  void negativeWholeNumbersAreRefused(Place<Long> place) {
    assertThat(place.kept(0L)).hasToString("0");
    assertThat(place.refusal(-1L)).hasMessage(place.field() + ": -1 (expected: at least 0)");
  }

  private static Place<BigDecimal> in(
      String field, String where, Function<BigDecimal, BigDecimal> keep) {
    return new Place<>(field, where, keep);
  }

  private static Place<Long> whole(String field, String where, Function<Integer, Integer> keep) {
    return new Place<>(field, where, n -> keep.apply(Math.toIntExact(n)));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  private static Stream<Decimal> decimals(String min, String max, Place<BigDecimal>... places) {
    return Arrays.stream(places).map(place -> new Decimal(place, min, max));
  }

  private static <T> T kept(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  private static BigDecimal checkWritable(BigDecimal score) {
    ScoringResult result = Samples.score(0).withScore(score);
    ScoringResult.checkWritable(result);
    return result.score();
  }
}
