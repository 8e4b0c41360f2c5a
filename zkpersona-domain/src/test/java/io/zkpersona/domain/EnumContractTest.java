package io.zkpersona.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.proof.ProofType;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.circuit.StatementUniqueness;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.domain.user.UserStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules for every enum that is stored as text. */
class EnumContractTest {

  record TextEnum<E extends Enum<E>>(
      Class<E> type, Function<E, String> value, Function<String, E> fromValue, String texts) {

    List<String> expected() {
      return List.of(texts.split(" "));
    }

    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  static Stream<TextEnum<?>> enums() {
    return Stream.of(
        new TextEnum<>(
            UserStatus.class,
            UserStatus::value,
            UserStatus::fromValue,
            "active inactive suspended deleted"),
        new TextEnum<>(
            SessionType.class,
            SessionType::value,
            SessionType::fromValue,
            "web mobile api blockchain"),
        new TextEnum<>(
            SessionStatus.class,
            SessionStatus::value,
            SessionStatus::fromValue,
            "active completed expired terminated"),
        new TextEnum<>(
            InputType.class,
            InputType::value,
            InputType::fromValue,
            "transaction interaction defi nft dao social general"),
        new TextEnum<>(
            BehaviorSource.class,
            BehaviorSource::value,
            BehaviorSource::fromValue,
            "web mobile api blockchain oracle"),
        new TextEnum<>(
            ProofType.class,
            ProofType::value,
            ProofType::fromValue,
            "zkml zk-snark zk-stark plonk custom"),
        new TextEnum<>(
            ProofProtocol.class,
            ProofProtocol::value,
            ProofProtocol::fromValue,
            "groth16 plonk marlin sonic bulletproofs fflonk"),
        new TextEnum<>(
            VerificationStatus.class,
            VerificationStatus::value,
            VerificationStatus::fromValue,
            "pending verified failed expired"),
        new TextEnum<>(
            StatementUniqueness.class,
            StatementUniqueness::value,
            StatementUniqueness::fromValue,
            "per_user global"),
        new TextEnum<>(
            VerificationVerdict.class,
            VerificationVerdict::value,
            VerificationVerdict::fromValue,
            "accepted rejected inconclusive"),
        new TextEnum<>(
            ScoringCategory.class,
            ScoringCategory::value,
            ScoringCategory::fromValue,
            "overall defi nft dao social trading staking lending"),
        new TextEnum<>(
            ScoringPeriod.class,
            ScoringPeriod::value,
            ScoringPeriod::fromValue,
            "current daily weekly monthly quarterly yearly all_time"),
        new TextEnum<>(
            ReputationStatus.class,
            ReputationStatus::value,
            ReputationStatus::fromValue,
            "active archived disputed invalidated"),
        new TextEnum<>(
            SponsorStatus.class,
            SponsorStatus::value,
            SponsorStatus::fromValue,
            "active suspended"),
        new TextEnum<>(
            SponsoredTransactionStatus.class,
            SponsoredTransactionStatus::value,
            SponsoredTransactionStatus::fromValue,
            "pending submitted confirmed failed"));
  }

  @ParameterizedTest
  @MethodSource("enums")
  <E extends Enum<E>> void textsAreThoseOfTheSchema(TextEnum<E> type) {
    assertThat(Arrays.stream(type.type().getEnumConstants()).map(type.value()))
        .containsExactlyElementsOf(type.expected());
  }

  @ParameterizedTest
  @MethodSource("enums")
  <E extends Enum<E>> void aConstantIsFoundByItsText(TextEnum<E> type) {
    for (E constant : type.type().getEnumConstants()) {
      assertThat(type.fromValue().apply(type.value().apply(constant))).isSameAs(constant);
    }
  }

  @ParameterizedTest
  @MethodSource("enums")
  <E extends Enum<E>> void anUnknownTextIsRefusedWithTheAllowedOnes(TextEnum<E> type) {
    for (String text : new String[] {"", "hush", type.expected().get(0).toUpperCase(Locale.ROOT)}) {
      assertThat(Place.refusalOf(() -> type.fromValue().apply(text), type.type().getSimpleName()))
          .hasMessageEndingWith("(expected: one of " + String.join(", ", type.expected()) + ")")
          .hasMessageNotContainingAny("hush");
    }
    Place.refusalOf(() -> type.fromValue().apply(Nulls.nothing()), type.type().getSimpleName());
  }
}
