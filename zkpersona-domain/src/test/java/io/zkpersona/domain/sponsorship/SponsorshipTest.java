package io.zkpersona.domain.sponsorship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Components;
import io.zkpersona.domain.Samples;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.WalletAddress;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of sponsors, reservations and transactions. */
class SponsorshipTest {
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456Z");
  private static final BigInteger MAX = BigInteger.TEN.pow(78).subtract(BigInteger.ONE);
  private static final Set<String> TIED_TO_STATUS =
      Set.of("status", "transactionHash", "submittedAt", "completedAt");

  private static SponsoredTransaction confirmed() {
    return SponsoredTransaction.builder()
        .userId(UserId.generate())
        .sponsorId(SponsorId.generate())
        .budgetDate(LocalDate.of(2024, 5, 6))
        .blockchainNetwork("ethereum")
        .transactionHash(new TransactionHash("hush hush hush"))
        .gasLimit(21_000)
        .gasUsed(20_000L)
        .gasPrice(BigInteger.TWO)
        .reservedAmount(BigInteger.valueOf(42_000))
        .spentAmount(BigInteger.valueOf(40_000))
        .status(SponsoredTransactionStatus.CONFIRMED)
        .failureReason("hush")
        .expiresAt(TIME)
        .submittedAt(TIME)
        .completedAt(TIME)
        .build();
  }

  /** Returns the places that accept an amount, by its name in errors. */
  static Stream<Arguments> amounts() {
    SponsoredTransaction transaction = confirmed();
    return Stream.of(
        amount("dailyBudget", value -> Samples.sponsor(0).withDailyBudget(value).dailyBudget()),
        amount(
            "dailyBudget",
            value ->
                CreateSponsorRequest.builder()
                    .name("s")
                    .blockchainNetwork("n")
                    .walletAddress(WalletAddress.of("abc:1:0123456789"))
                    .dailyBudget(value)
                    .build()
                    .dailyBudget()),
        amount("gasPrice", value -> transaction.withGasPrice(value).gasPrice()),
        amount("reservedAmount", value -> transaction.withReservedAmount(value).reservedAmount()),
        amount("spentAmount", value -> transaction.withSpentAmount(value).spentAmount()),
        amount("gasPrice", value -> reservation(1, value).gasPrice()),
        amount("effectiveGasPrice", value -> new GasCost(1, value).effectiveGasPrice()),
        amount("budget", value -> budget(value, BigInteger.ZERO, BigInteger.ZERO).budget()),
        amount("reserved", value -> budget(BigInteger.ZERO, value, BigInteger.ZERO).reserved()),
        amount("spent", value -> budget(BigInteger.ZERO, BigInteger.ZERO, value).spent()));
  }

  private static Arguments amount(String field, Function<BigInteger, BigInteger> place) {
    return Arguments.of(field, place);
  }

  private static ReserveSponsorshipRequest reservation(long gasLimit, BigInteger gasPrice) {
    return ReserveSponsorshipRequest.builder()
        .sponsorId(SponsorId.generate())
        .gasLimit(gasLimit)
        .gasPrice(gasPrice)
        .expiresAt(TIME.plusNanos(999))
        .build();
  }

  private static DailyBudget budget(BigInteger budget, BigInteger reserved, BigInteger spent) {
    return new DailyBudget(SponsorId.generate(), LocalDate.of(2024, 5, 6), budget, reserved, spent);
  }

  @ParameterizedTest
  @MethodSource("amounts")
  void anAmountIsAWholeNumberOfUpToSeventyEightDigits(
      String field, Function<BigInteger, BigInteger> place) {
    for (BigInteger kept : List.of(BigInteger.ZERO, BigInteger.ONE, MAX)) {
      assertThat(place.apply(kept)).isEqualTo(kept);
    }
    assertRefused(field, () -> place.apply(BigInteger.ONE.negate()));
    assertRefused(field, () -> place.apply(MAX.add(BigInteger.ONE)));
  }

  @Test
  void aReservationIsExactHoweverLargeItIs() {
    ReserveSponsorshipRequest request =
        reservation(3, new BigInteger("1234567890123456789012345678901"));

    assertThat(request.amount()).isEqualTo(new BigInteger("3703703670370370367037037036703"));
    assertThat(request.expiresAt()).isEqualTo(TIME);
    assertThat(request.userId()).isNull();
    assertRefused("gasPrice", () -> reservation(2, MAX));
    assertRefused("gasPrice", () -> reservation(Long.MAX_VALUE, MAX));
    assertRefused("gasLimit", () -> reservation(0, BigInteger.ONE));
    assertRefused("gasLimit", () -> reservation(-1, BigInteger.ONE));
  }

  @Test
  void gasCostsNothingLessThanNothing() {
    assertThat(GasCost.of(0)).isEqualTo(new GasCost(0, null));
    assertRefused("gasUsed", () -> GasCost.of(-1));
    assertRefused("effectiveGasPrice", () -> new GasCost(2, MAX));
  }

  @Test
  void whatIsAvailableIsNeverBelowZero() {
    assertThat(budget(BigInteger.TEN, BigInteger.TWO, BigInteger.ONE).available())
        .isEqualTo(BigInteger.valueOf(7));
    assertThat(budget(BigInteger.TEN, BigInteger.TEN, BigInteger.ONE).available()).isZero();
  }

  @Test
  void hexadecimalHashesAreKeptInLowerCaseAndOthersAsGiven() {
    assertThat(new TransactionHash("0XABCDEF0123").value()).isEqualTo("0xabcdef0123");
    assertThat(new TransactionHash("0xABCDEFG123").value()).isEqualTo("0xABCDEFG123");
    assertThat(new TransactionHash("5VERv8NMvzbJMEkV8xnrLkEa").value())
        .isEqualTo("5VERv8NMvzbJMEkV8xnrLkEa");
    assertThat(new TransactionHash("0xhush hush")).hasToString("TransactionHash[11 characters]");
    assertRefused("transactionHash", () -> new TransactionHash("0x1234567"));
    assertRefused("transactionHash", () -> new TransactionHash("0".repeat(101)));
    assertRefused("transactionHash", () -> new TransactionHash("0x123456\u0000789"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"transactionHash", "submittedAt", "completedAt"})
  void whatIsConfirmedHoldsHashAndTimes(String name) {
    assertRefused(name, () -> Components.with(confirmed(), name, null));
  }

  @Test
  void whatIsCompletedHasATimeAndNothingElseHasOne() {
    var builder = confirmed().toBuilder();

    for (SponsoredTransactionStatus status :
        List.of(SponsoredTransactionStatus.PENDING, SponsoredTransactionStatus.SUBMITTED)) {
      assertRefused("completedAt", () -> builder.status(status).completedAt(TIME).build());
      assertThat(builder.status(status).completedAt(null).build().completedAt()).isNull();
    }
    builder.status(SponsoredTransactionStatus.FAILED).transactionHash(null).submittedAt(null);
    assertRefused("completedAt", () -> builder.completedAt(null).build());
    assertThat(builder.completedAt(TIME.plusNanos(999)).build().completedAt()).isEqualTo(TIME);
    builder.completedAt(null);
    assertThat(builder.status(SponsoredTransactionStatus.PENDING).build().submittedAt()).isNull();
    assertRefused(
        "transactionHash", () -> builder.status(SponsoredTransactionStatus.SUBMITTED).build());
  }

  static Stream<String> components() {
    return Components.names(SponsoredTransaction.class).stream()
        .filter(name -> !Components.isPrimitive(SponsoredTransaction.class, name))
        .filter(name -> !TIED_TO_STATUS.contains(name));
  }

  @ParameterizedTest
  @MethodSource("components")
  void nullIsRefusedWhereItIsNotAllowed(String name) {
    if (Components.isNullable(SponsoredTransaction.class, name)) {
      assertThat(Components.get(Components.with(confirmed(), name, null), name)).isNull();
    } else {
      assertRefused(name, () -> Components.with(confirmed(), name, null));
    }
  }

  @Test
  void textsNumbersAndDatesOfATransactionHaveTheirBounds() {
    SponsoredTransaction transaction = confirmed();

    assertThat(transaction.withFailureReason("ü".repeat(500)).failureReason()).hasSize(500);
    assertRefused("failureReason", () -> transaction.withFailureReason("ü".repeat(501)));
    assertRefused("blockchainNetwork", () -> transaction.withBlockchainNetwork(""));
    assertRefused("blockchainNetwork", () -> transaction.withBlockchainNetwork("n".repeat(51)));
    assertRefused("gasLimit", () -> transaction.withGasLimit(0));
    assertRefused("gasUsed", () -> transaction.withGasUsed(-1L));
    assertRefused("budgetDate", () -> transaction.withBudgetDate(LocalDate.MAX));
    assertRefused("budgetDate", () -> transaction.withBudgetDate(LocalDate.MIN));
    assertRefused("expiresAt", () -> transaction.withExpiresAt(Instant.MAX));
    assertRefused(
        "budgetDate", () -> SponsoredTransactionFilter.builder().budgetDate(LocalDate.MAX).build());
    assertRefused(
        "blockchainNetwork", () -> SponsorFilter.builder().blockchainNetwork("\0").build());
    assertRefused("createdFrom", () -> new SponsorFilter(null, null, TIME.plusSeconds(1), TIME));
    assertRefused("name", () -> Samples.sponsor(0).withName(""));
    assertRefused("name", () -> Samples.sponsor(0).withName("n".repeat(101)));
  }

  @Test
  void toStringHidesHashAndReason() {
    assertThat(confirmed().toString())
        .startsWith("SponsoredTransaction[id=")
        .contains("gasUsed=20000", "reservedAmount=42000")
        .doesNotContain(Samples.SECRET);
  }

  @Test
  void aBuilderMakesANewIdAndNothingElse() {
    Sponsor sponsor = Samples.sponsor(0);
    var builder =
        Sponsor.builder()
            .name("s")
            .blockchainNetwork("n")
            .walletAddress(sponsor.walletAddress())
            .dailyBudget(BigInteger.ONE);

    assertThat(builder.build().status()).isEqualTo(SponsorStatus.ACTIVE);
    assertThat(builder.build().audit()).isEqualTo(AuditStamp.unsaved());
    assertThat(confirmed().status()).isEqualTo(SponsoredTransactionStatus.CONFIRMED);
    assertThat(confirmed().id()).isNotEqualTo(confirmed().id());
  }

  private static void assertRefused(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).first().isEqualTo(field));
  }
}
