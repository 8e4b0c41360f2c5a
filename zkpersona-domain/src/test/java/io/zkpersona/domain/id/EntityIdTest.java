package io.zkpersona.domain.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityIdTest {
  private static final String TEXT = "018f4c6e-abcd-7000-8000-00000000000f";

  record Kind(
      String field,
      Function<UUID, EntityId> wrap,
      Function<String, EntityId> parse,
      Supplier<EntityId> generate) {}

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind("userId", UserId::new, UserId::of, UserId::generate),
        new Kind(
            "behaviorSessionId",
            BehaviorSessionId::new,
            BehaviorSessionId::of,
            BehaviorSessionId::generate),
        new Kind(
            "behaviorInputId",
            BehaviorInputId::new,
            BehaviorInputId::of,
            BehaviorInputId::generate),
        new Kind(
            "scoringResultId",
            ScoringResultId::new,
            ScoringResultId::of,
            ScoringResultId::generate),
        new Kind("zkProofId", ZkProofId::new, ZkProofId::of, ZkProofId::generate),
        new Kind(
            "verificationAttemptId",
            VerificationAttemptId::new,
            VerificationAttemptId::of,
            VerificationAttemptId::generate),
        new Kind(
            "reputationRecordId",
            ReputationRecordId::new,
            ReputationRecordId::of,
            ReputationRecordId::generate),
        new Kind("roleId", RoleId::new, RoleId::of, RoleId::generate),
        new Kind("permissionId", PermissionId::new, PermissionId::of, PermissionId::generate),
        new Kind("sponsorId", SponsorId::new, SponsorId::of, SponsorId::generate),
        new Kind(
            "sponsoredTransactionId",
            SponsoredTransactionId::new,
            SponsoredTransactionId::of,
            SponsoredTransactionId::generate),
        new Kind("authSessionId", AuthSessionId::new, AuthSessionId::of, AuthSessionId::generate),
        new Kind(
            "refreshTokenId", RefreshTokenId::new, RefreshTokenId::of, RefreshTokenId::generate),
        new Kind(
            "walletChallengeId",
            WalletChallengeId::new,
            WalletChallengeId::of,
            WalletChallengeId::generate));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void eachKindReadsWrapsAndGenerates(Kind kind) {
    EntityId id = kind.parse().apply(TEXT);
    assertThat(id.value()).hasToString(TEXT);
    assertThat(id).isEqualTo(kind.wrap().apply(UUID.fromString(TEXT)));
    assertThat(kind.parse().apply(TEXT.toUpperCase(Locale.ROOT))).isEqualTo(id);
    assertThat(kind.generate().get()).isNotEqualTo(kind.generate().get());
    assertThat(kind.generate().get().value().version()).isEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void eachKindRefusesNullByName(Kind kind) {
    assertThatThrownBy(() -> kind.wrap().apply(Nulls.nothing()))
        .isInstanceOf(ValidationException.class)
        .hasMessage(kind.field() + ": null (expected: a UUID)");
    assertThatThrownBy(() -> kind.parse().apply(Nulls.nothing()))
        .isInstanceOf(ValidationException.class)
        .hasMessage(kind.field() + ": null (expected: a UUID)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1-1-1-1",
        "018f4c6eabcd7000800000000000000f",
        "018f4c6e-abcd-7000-8000-00000000000g",
        "018f4c6e-abcd-7000-8000-00000000000f ",
        "{18f4c6e-abcd-7000-8000-00000000000}",
        "018f4c6eabcd-7000-8000-0000-0000000f",
        "٠18f4c6e-abcd-7000-8000-00000000000f"
      })
  void textThatIsNoUuidIsRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> UserId.of(text))
        .isInstanceOf(ValidationException.class)
        .hasMessage(
            "userId: "
                + text.length()
                + " characters that are not a UUID (expected: 32 hexadecimal digits in groups of"
                + " 8-4-4-4-12)");
  }

  @Test
  void idsOfDifferentKindsAreNeverEqual() {
    UUID value = UUID.fromString(TEXT);
    assertThat(new UserId(value)).isNotEqualTo(new ZkProofId(value));
  }

  @Test
  void anActorIsAUserOrAService() {
    UserId user = UserId.generate();
    assertThat(ActorId.of(user)).isEqualTo(new ActorId(user.value()));
    assertThatThrownBy(() -> new ActorId(Nulls.nothing()))
        .hasMessage("actorId: null (expected: a UUID)");
    assertThatThrownBy(() -> ActorId.of(Nulls.nothing()))
        .isInstanceOf(ValidationException.class)
        .hasMessage("userId: null (expected: a value)");
  }
}
