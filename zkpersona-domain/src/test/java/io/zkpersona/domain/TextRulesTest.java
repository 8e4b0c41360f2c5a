package io.zkpersona.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The length and the characters of every text, wherever it is accepted. */
class TextRulesTest {
  private static final String LONE_HIGH = "\ud83d";
  private static final String LONE_LOW = "\ude00";
  private static final String SUPPLEMENTARY = LONE_HIGH + LONE_LOW;

  /** A place and its lengths; the tail keeps an e-mail address well formed. */
  record Text(Place<String> place, int min, int max, String tail) {
    String filled(String fill, int codePoints) {
      return fill.repeat(codePoints - tail.length()) + tail;
    }

    @Override
    public String toString() {
      return place.toString();
    }
  }

  static Stream<Text> limited() {
    return Stream.of(
            user(),
            behavior(),
            texts(
                1,
                255,
                in("modelVersion", "create", text -> Requests.score().modelVersion(text).build()),
                in("modelVersion", "checkWritable", TextRulesTest::checkWritable)),
            proof(),
            texts(
                0,
                100,
                in(
                    "calculationMethod",
                    "ReputationRecord",
                    text -> Samples.reputation(0).withCalculationMethod(text)),
                in(
                    "calculationMethod",
                    "create",
                    text -> Requests.reputation().calculationMethod(text).build()),
                in(
                    "calculationMethod",
                    "record",
                    text -> Requests.recording().calculationMethod(text).build())),
            reason())
        .flatMap(texts -> texts);
  }

  private static Stream<Text> user() {
    Stream<Text> email =
        Stream.of(
            new Text(in("email", "new", EmailAddress::new), 6, 255, "@b.cc"),
            new Text(in("email", "of", EmailAddress::of), 6, 255, "@b.cc"));
    Stream<Text> username =
        texts(3, 100, in("username", "new", Username::new), in("username", "of", Username::of));
    Stream<Text> wallet = texts(10, 100, in("walletAddress", "new", WalletAddress::new));
    return Stream.of(email, username, wallet).flatMap(texts -> texts);
  }

  private static Stream<Text> behavior() {
    return Stream.concat(
        texts(10, 255, in("sessionToken", "new", SessionToken::new)),
        texts(0, 255, in("sessionId", "new", SessionText::new)));
  }

  private static Stream<Text> proof() {
    Stream<Text> circuit =
        texts(
            1,
            50,
            in("circuitVersion", "ZkProof", text -> Samples.proof(0).withCircuitVersion(text)),
            in("circuitVersion", "create", text -> Requests.proof().circuitVersion(text).build()));
    Stream<Text> network =
        texts(
            0,
            50,
            in(
                "blockchainNetwork",
                "ZkProof",
                text -> Samples.proof(0).withBlockchainNetwork(text)),
            in(
                "blockchainNetwork",
                "header",
                text -> Samples.header(0).withBlockchainNetwork(text)),
            in(
                "blockchainNetwork",
                "filter",
                text -> ZkProofFilter.builder().blockchainNetwork(text).build()));
    Stream<Text> transaction =
        texts(
            10,
            100,
            in("transactionHash", "ZkProof", text -> Samples.proof(0).withTransactionHash(text)),
            in("transactionHash", "header", text -> Samples.header(0).withTransactionHash(text)),
            in(
                "transactionHash",
                "reference",
                text -> new OnChainReference("network", text, 0, null)));
    Stream<Text> reference =
        texts(
            1,
            50,
            in("network", "reference", text -> new OnChainReference(text, "0123456789", 0, null)));
    Stream<Text> hundred =
        texts(
            1,
            100,
            in("verifierName", "attempt", text -> Samples.attempt().withVerifierName(text)),
            in("scope", "nullifier", text -> NullifierRule.builder().scope(text).build()),
            in("name", "circuit", text -> Samples.circuit().withName(text)));
    Stream<Text> versions =
        texts(
            1,
            50,
            in("verifierVersion", "attempt", text -> Samples.attempt().withVerifierVersion(text)),
            in("version", "circuit", text -> Samples.circuit().withVersion(text)));
    Stream<Text> reason =
        texts(0, 500, in("reason", "attempt", text -> Samples.attempt().withReason(text)));
    return Stream.of(circuit, network, transaction, reference, hundred, versions, reason)
        .flatMap(texts -> texts);
  }

  private static Stream<Text> reason() {
    return texts(
        1,
        500,
        in(
            "statusReason",
            "ReputationRecord",
            text -> Samples.reputation(0).withStatusReason(text)),
        in("reason", "checkReason", TextRulesTest::checkReason),
        in("statusReason", "create", text -> Requests.reputation().statusReason(text).build()));
  }

  /** Returns texts of old rows, which may have any length. */
  static Stream<Text> unlimited() {
    return texts(
        0,
        Integer.MAX_VALUE,
        in("modelVersion", "ScoringResult", text -> Samples.score(0).withModelVersion(text)),
        in(
            "modelVersion",
            "filter",
            text -> ScoringResultFilter.builder().modelVersion(text).build()));
  }

  static Stream<Text> all() {
    return Stream.concat(limited(), unlimited());
  }

  @ParameterizedTest
  @MethodSource("limited")
  void theLongestTextIsTakenAndOneCharacterMoreRefused(Text text) {
    assertThatCode(() -> text.place().kept(text.filled("x", text.max())))
        .doesNotThrowAnyException();

    assertThat(text.place().refusal(text.filled("x", text.max() + 1)))
        .hasMessageStartingWith(
            text.place().field() + ": " + (text.max() + 1) + " characters (expected: ")
        .hasMessageEndingWith(text.max() + ")");
  }

  @ParameterizedTest
  @MethodSource("limited")
  void lengthCountsCodePoints(Text text) {
    assertThatCode(() -> text.place().kept(text.filled(SUPPLEMENTARY, text.max())))
        .doesNotThrowAnyException();

    assertThat(text.place().refusal(text.filled(SUPPLEMENTARY, text.max() + 1)))
        .hasMessageContaining((text.max() + 1) + " characters");
  }

  @ParameterizedTest
  @MethodSource("limited")
  void theShortestTextIsTakenAndOneCharacterLessRefused(Text text) {
    String shortest = text.filled("x", text.min());

    assertThatCode(() -> text.place().kept(shortest)).doesNotThrowAnyException();
    if (!shortest.isEmpty()) {
      text.place().refusal(shortest.substring(1));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void nulAndLoneSurrogatesAreRefusedWithoutShowingTheText(Text text) {
    for (String bad : new String[] {"\0", LONE_HIGH, LONE_LOW, LONE_LOW + LONE_HIGH}) {
      ValidationException refusal = text.place().refusal("hush" + bad + "-hush-" + text.tail());
      assertThat(refusal).hasMessageNotContainingAny("hush");
    }
  }

  @ParameterizedTest
  @MethodSource("unlimited")
  void whatOldRowsMayHoldIsTaken(Text text) {
    assertThatCode(() -> text.place().kept("")).doesNotThrowAnyException();
    assertThatCode(() -> text.place().kept("x".repeat(100_000))).doesNotThrowAnyException();
  }

  private static Place<String> in(String field, String where, Function<String, ?> keep) {
    return new Place<>(field, where, keep);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  private static Stream<Text> texts(int min, int max, Place<String>... places) {
    return Arrays.stream(places).map(place -> new Text(place, min, max, ""));
  }

  private static Object checkWritable(String modelVersion) {
    ScoringResult result = Samples.score(0).withModelVersion(modelVersion);
    ScoringResult.checkWritable(result);
    return result;
  }

  private static Object checkReason(String reason) {
    ReputationRecord.checkReason(reason);
    return reason;
  }
}
