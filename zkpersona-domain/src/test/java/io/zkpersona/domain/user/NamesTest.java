package io.zkpersona.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.access.CreatePermissionRequest;
import io.zkpersona.domain.access.CreateRoleRequest;
import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.sponsorship.CreateSponsorRequest;
import io.zkpersona.domain.sponsorship.Sponsor;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that every name meets before it is stored. */
class NamesTest {
  private static final String COMPOSED = "Zo\u00eb";
  private static final String DECOMPOSED = "Zoe\u0308";

  /** A place that accepts a name. */
  record Door(String field, UnaryOperator<String> kept) {
    @Override
    public String toString() {
      return field;
    }
  }

  static Stream<Door> doors() {
    return Stream.of(
        new Door("username", name -> Username.of(name).value()),
        new Door(
            "username",
            name ->
                CreateUserRequest.builder()
                    .username(new Username(name))
                    .build()
                    .username()
                    .value()),
        new Door("name", name -> CreateRoleRequest.builder().name(name).build().name()),
        new Door("name", name -> CreatePermissionRequest.builder().name(name).build().name()),
        new Door("name", name -> sponsor(name, "network").name()),
        new Door("blockchainNetwork", name -> sponsor("sponsor", name).blockchainNetwork()),
        new Door("scope", name -> NullifierRule.builder().scope(name).build().scope()),
        new Door("verifierName", name -> attempt(name, "1").verifierName()),
        new Door("verifierVersion", name -> attempt("verifier", name).verifierVersion()),
        new Door("network", name -> new OnChainReference(name, "0123456789", 0, null).network()),
        new Door("circuitName", name -> proof(name, "1").circuitName()),
        new Door("circuitVersion", name -> proof("circuit", name).circuitVersion()));
  }

  private static CreateZkProofRequest proof(String circuit, String version) {
    return CreateZkProofRequest.builder()
        .proofData(Json.emptyArray())
        .verificationKey(Json.emptyArray())
        .circuitName(circuit)
        .circuitVersion(version)
        .build();
  }

  private static CreateSponsorRequest sponsor(String name, String network) {
    return CreateSponsorRequest.builder()
        .name(name)
        .blockchainNetwork(network)
        .walletAddress(WalletAddress.of("0x" + "0f".repeat(20)))
        .dailyBudget(BigInteger.ONE)
        .build();
  }

  private static VerificationAttempt attempt(String name, String version) {
    return VerificationAttempt.builder()
        .verifierName(name)
        .verifierVersion(version)
        .verdict(VerificationVerdict.ACCEPTED)
        .build();
  }

  @ParameterizedTest
  @MethodSource("doors")
  void aNameIsKeptComposed(Door door) {
    assertThat(door.kept().apply(DECOMPOSED)).isEqualTo(COMPOSED);
    for (String name :
        List.of("Ann Lee", "O'Neil-Smith", "李小龍", "नमस्ते", "ann😀", "a  b", "ﬁne")) {
      assertThat(door.kept().apply(name)).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @MethodSource("doors")
  void whatCanNotBeSeenIsRefusedAndWhiteSpaceAtTheEnds(Door door) {
    for (String bad : List.of("\u200b", "\u202e", "\u00ad", "\n", "\u3164", "\ufe0f", "\u2003")) {
      assertThatThrownBy(() -> door.kept().apply("hush" + bad + "name"))
          .isInstanceOfSatisfying(
              ValidationException.class,
              refused -> assertThat(refused.fields()).containsExactly(door.field()))
          .hasMessage(
              "%s: U+%04X at character 4 (expected: visible characters, with U+0020 between them)",
              door.field(), bad.codePointAt(0));
    }
    assertThatThrownBy(() -> door.kept().apply("hush "))
        .hasMessageStartingWith(door.field() + ": white space at the start or end (expected: ");
    assertThatThrownBy(() -> door.kept().apply(" hush"))
        .hasMessageStartingWith(door.field() + ": white space at the start or end (expected: ");
    assertThatThrownBy(() -> door.kept().apply("    "))
        .hasMessageStartingWith(door.field() + ": only white space (expected: ");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x01, 0x09, 0x7f, 0x85, 0xa0, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x1680, 0x17b4, 0x180e,
        0x2000, 0x200b, 0x200c, 0x200d, 0x200e, 0x2028, 0x2029, 0x202a, 0x202e, 0x202f, 0x205f,
        0x2060, 0x2066, 0x2069, 0x2800, 0x3000, 0x3164, 0xe000, 0xfdd0, 0xfe00, 0xfe0f, 0xfeff,
        0xffa0, 0xfff9, 0xffff, 0x1d173, 0x1fffe, 0xe0001, 0xe0041, 0xe0100, 0xf0000
      })
  void nothingUnseenIsTakenInANameOrAnEMailAddress(int character) {
    String unseen = Character.toString(character);
    String code = String.format(Locale.ROOT, "U+%04X at character 3 ", character);

    assertThatThrownBy(() -> Username.of("ann" + unseen + "lee")).hasMessageContaining(code);
    assertThatThrownBy(() -> EmailAddress.of("ann" + unseen + "lee@example.org"))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("email: ");
  }

  @Test
  void aNameThatOldRowsHoldIsReadAndNotTakenForANewOne() {
    for (String old : List.of("ann ", "   ", "an\u200bn", DECOMPOSED)) {
      assertThat(new Username(old).value()).isEqualTo(old);
      assertThatThrownBy(() -> new Username(old).checkNew())
          .isInstanceOf(ValidationException.class)
          .hasMessageStartingWith("username: ");
      assertThatThrownBy(() -> Role.checkNewName(old)).hasMessageStartingWith("name: ");
      assertThatThrownBy(() -> Permission.checkNewName(old)).hasMessageStartingWith("name: ");
      assertThatThrownBy(() -> Sponsor.checkNewName(old)).hasMessageStartingWith("name: ");
      assertThatThrownBy(() -> Sponsor.checkNewNetwork(old))
          .hasMessageStartingWith("blockchainNetwork: ");
    }
    assertThatCode(() -> new Username(COMPOSED).checkNew()).doesNotThrowAnyException();
    assertThatCode(() -> Role.checkNewName(COMPOSED)).doesNotThrowAnyException();
  }

  @Test
  void anEMailAddressIsKeptComposedAndOldOnesAreRead() {
    EmailAddress decomposed = new EmailAddress(DECOMPOSED + "@example.org");
    EmailAddress spoiled = new EmailAddress("ann@exam\u200bple.org");

    assertThat(EmailAddress.of(decomposed.value()).value()).isEqualTo(COMPOSED + "@example.org");
    assertThat(CreateUserRequest.builder().email(decomposed).build().email())
        .isEqualTo(EmailAddress.of(COMPOSED + "@example.org"));
    assertThat(decomposed.value()).startsWith(DECOMPOSED);
    assertThatThrownBy(decomposed::checkNew)
        .hasMessage("email: not in normalization form C (expected: as EmailAddress.of returns it)");
    assertThatThrownBy(spoiled::checkNew)
        .hasMessage(
            "email: U+200B at character 8 (expected: visible characters, with U+0020 between"
                + " them)");
    assertThatCode(() -> EmailAddress.of("ann@example.org").checkNew()).doesNotThrowAnyException();
  }

  /** U+0958 becomes two characters when composed, so the composed name may be too long. */
  @Test
  void theLengthIsThatOfTheComposedName() {
    assertThatThrownBy(() -> Username.of("\u0958".repeat(60)))
        .hasMessage("username: 120 characters (expected: 3..100)");
    assertThatThrownBy(() -> Username.of("ae\u0308"))
        .hasMessage("username: 2 characters (expected: 3..100)");
    assertThat(new Username("\u0958".repeat(60)).value()).hasSize(60);
  }

  /** Look-alikes are documented as not checked. */
  @Test
  void namesThatMerelyLookAlikeAreTwo() {
    assertThat(Username.of("\u0430nn")).isNotEqualTo(Username.of("ann"));
    assertThat(Username.of("\uff41nn")).isNotEqualTo(Username.of("ann"));
    assertThat(Username.of("ann  lee")).isNotEqualTo(Username.of("ann lee"));
  }
}
