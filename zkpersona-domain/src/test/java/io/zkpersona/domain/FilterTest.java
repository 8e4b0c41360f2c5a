package io.zkpersona.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.BlockRange;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.proof.ProofType;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.domain.sponsorship.SponsorFilter;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules for every filter; {@link TimeRulesTest} covers the order of its times. */
class FilterTest {
  private static final Instant START = Instant.parse("2024-05-06T07:08:09Z");
  private static final Instant END = START.plusSeconds(1);

  /** Returns filters with everything set. */
  static Stream<Record> filters() {
    return Stream.of(
        new UserFilter(UserStatus.SUSPENDED, START, END, true),
        new BehaviorSessionFilter(
            UserId.generate(), SessionType.API, SessionStatus.EXPIRED, START, END),
        new BehaviorInputFilter(
            UserId.generate(),
            BehaviorSessionId.generate(),
            new SessionText("hush"),
            InputType.DAO,
            BehaviorSource.ORACLE,
            true,
            START,
            END,
            new ExternalKey("hush"),
            BlockRange.of(ChainId.evm(1))),
        new ScoringResultFilter(
            UserId.generate(),
            BehaviorInputId.generate(),
            "hush",
            BigDecimal.ONE,
            BigDecimal.TEN,
            START,
            END),
        new ZkProofFilter(
            UserId.generate(), ProofType.PLONK, VerificationStatus.VERIFIED, "hush", START, END),
        new ReputationFilter(
            UserId.generate(),
            ScoringCategory.NFT,
            ScoringPeriod.DAILY,
            ReputationStatus.DISPUTED,
            true,
            true,
            BigDecimal.ONE,
            BigDecimal.TEN,
            START,
            END),
        new RoleFilter(START, END),
        new PermissionFilter(START, END),
        new AuthSessionFilter(UserId.generate(), true, START, END),
        new SponsorFilter(SponsorStatus.ACTIVE, "hush", START, END),
        new SponsoredTransactionFilter(
            SponsorId.generate(),
            UserId.generate(),
            SponsoredTransactionStatus.FAILED,
            LocalDate.EPOCH,
            START,
            END));
  }

  static Stream<Arguments> members() {
    return filters()
        .flatMap(
            filter ->
                Components.names(filter.getClass()).stream()
                    .map(name -> Arguments.of(filter, name)));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void toStringNamesTheMembersThatAreSetAndNotTheirValues(Record filter) {
    assertThat(filter)
        .hasToString(filter.getClass().getSimpleName() + Components.names(filter.getClass()));
  }

  @ParameterizedTest
  @MethodSource("members")
  void everyMemberMayBeLeftOutAndCountsInEquality(Record filter, String name) {
    Record without = Components.with(filter, name, null);

    assertThat(Components.get(without, name)).isNull();
    assertThat(without).isNotEqualTo(filter);
    assertThat(without.toString()).doesNotContain(name + ",").doesNotContain(name + "]");
    assertThat(Components.with(without, name, Components.get(filter, name)))
        .isEqualTo(filter)
        .hasSameHashCodeAs(filter);
  }

  @Test
  void aRangeOfScoresMayBeOnePointButNotReversed() {
    BigDecimal one = new BigDecimal("1.0");

    assertThat(ScoringResultFilter.builder().minScore(one).maxScore(BigDecimal.ONE).build())
        .isEqualTo(ScoringResultFilter.builder().minScore(BigDecimal.ONE).maxScore(one).build());
    assertThat(ReputationFilter.builder().minScore(one).maxScore(BigDecimal.ONE).build())
        .isEqualTo(ReputationFilter.builder().minScore(BigDecimal.ONE).maxScore(one).build());
    Place.refusalOf(
        () -> ScoringResultFilter.builder().minScore(BigDecimal.TEN).maxScore(one).build(),
        "minScore",
        "maxScore");
    Place.refusalOf(
        () -> ReputationFilter.builder().minScore(BigDecimal.TEN).maxScore(one).build(),
        "minScore",
        "maxScore");
  }
}
