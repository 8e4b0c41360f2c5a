package io.zkpersona.cli.testing;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ProofType;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.Repositories;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Random rows of every entity. Seeded. */
public final class TestRows extends Draw {

  private static final Json KEY = Json.of(resource("groth16_key.json"));
  private static final List<Map<String, Json>> PROOFS =
      resource("groth16.ndjson").lines().map(line -> Json.of(line).members()).toList();

  private final Repositories all;

  public TestRows(long seed, Repositories all) {
    super(seed);
    this.all = all;
  }

  private static String resource(String name) {
    try (InputStream in = TestRows.class.getResourceAsStream("/proofs/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stores so many rows of each entity.
   *
   * @param database whose sponsors need an account, which only a statement gives for a past day
   */
  public void store(TestDatabase database, int count) {
    List<User> users = each(count, this::user);
    users = all.users().saveAll(users);
    List<User> owners = users;
    all.roles()
        .saveAll(
            each(count, () -> new Role(RoleId.generate(), name(), maybe(this::text), stamp())));
    all.permissions()
        .saveAll(
            each(
                count,
                () ->
                    new Permission(
                        PermissionId.generate(), name(), maybe(this::emptyOr), stamp())));
    all.authSessions().saveAll(each(count, () -> authSession(of(owners))));
    List<BehaviorSession> sessions =
        all.behaviorSessions().saveAll(each(count, () -> session(of(owners))));
    List<BehaviorInput> inputs =
        all.behaviorInputs().saveAll(each(count, () -> input(of(owners), of(sessions))));
    List<ScoringResult> scores =
        all.scoringResults().saveAll(each(count, () -> score(of(owners), of(inputs))));
    List<ZkProof> proofs =
        all.zkProofs().saveAll(each(count, () -> proof(of(owners), of(inputs), of(scores))));
    all.reputationRecords()
        .saveAll(each(count, () -> reputation(of(owners), of(proofs), of(scores))));
    List<Sponsor> sponsors = all.sponsors().saveAll(each(count, this::sponsor));
    account(database, sponsors);
    all.sponsoredTransactions().saveAll(each(count, () -> transaction(of(owners), of(sponsors))));
  }

  /** Opens the accounts of a day, which no import opens. */
  public static void account(TestDatabase database, List<Sponsor> sponsors) {
    sponsors.forEach(
        sponsor ->
            database.execute(
                "INSERT INTO zkpersona.sponsor_daily_budgets (sponsor_id, budget_date, budget)"
                    + " VALUES ('%s', '2024-05-06', 0)".formatted(sponsor.id().value())));
  }

  private User user() {
    number++;
    return User.builder()
        .walletAddress(maybe(() -> WalletAddress.of("near:mainnet:wallet" + number)))
        .email(maybe(() -> new EmailAddress("o'neil\"ü😀" + number + "@Example.org")))
        .username(maybe(() -> new Username(name())))
        .status(of(UserStatus.values()))
        .privacySettings(
            new PrivacySettings(
                random.nextBoolean(),
                random.nextBoolean(),
                maybe(random::nextBoolean),
                null,
                Json.of("{\"n\": 1234567890123456789012345678901, \"\": null}")))
        .audit(stamp())
        .build();
  }

  private AuthSession authSession(User user) {
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    Instant revoked = maybe(this::instant);
    return AuthSession.builder()
        .userId(user.id())
        .tokenHash(TokenHash.of(hash))
        .issuedAt(INSTANTS.get(2))
        .lastUsedAt(instant())
        .expiresAt(INSTANTS.get(0))
        .revokedAt(revoked)
        .revokeReason(revoked == null ? null : maybe(this::emptyOr))
        .audit(stamp())
        .build();
  }

  private BehaviorSession session(User user) {
    return BehaviorSession.builder()
        .userId(maybe(user::id))
        .sessionToken(new SessionToken(text() + ++number))
        .sessionType(of(SessionType.values()))
        .startTime(INSTANTS.get(2))
        .endTime(maybe(() -> INSTANTS.get(0)))
        .durationSeconds(maybe(() -> Integer.MAX_VALUE))
        .metadata(json())
        .status(of(SessionStatus.values()))
        .audit(stamp())
        .build();
  }

  private BehaviorInput input(User user, BehaviorSession session) {
    return BehaviorInput.builder()
        .userId(maybe(user::id))
        .behaviorSessionId(maybe(session::id))
        .sessionId(maybe(() -> new SessionText(emptyOr())))
        .inputData(json())
        .inputType(of(InputType.values()))
        .source(of(BehaviorSource.values()))
        .timestamp(instant())
        .processed(random.nextBoolean())
        .externalKey(maybe(() -> new ExternalKey("event/\",#" + ++number)))
        .block(
            maybe(() -> new BlockReference(ChainId.evm(1), Long.MAX_VALUE, "0x" + "f".repeat(64))))
        .audit(stamp())
        .build();
  }

  private ScoringResult score(User user, BehaviorInput input) {
    return ScoringResult.builder()
        .userId(maybe(user::id))
        .behaviorInputId(input.id())
        .score(new BigDecimal(of("-999999.9999", "0", "-0.0001", "7e1", "12.34")))
        .modelVersion(text())
        .timestamp(instant())
        .confidenceLevel(maybe(() -> new BigDecimal("0.0001")))
        .metadata(maybe(this::json))
        .audit(stamp())
        .build();
  }

  private ZkProof proof(User user, BehaviorInput input, ScoringResult score) {
    VerificationStatus status = of(VerificationStatus.values());
    boolean real = ++number % 2 == 0;
    Map<String, Json> sample = PROOFS.get(number % PROOFS.size());
    return ZkProof.builder()
        .userId(user.id())
        .behaviorInputId(maybe(input::id))
        .scoringResultId(maybe(score::id))
        .protocol(real ? ProofProtocol.GROTH16 : ProofProtocol.SONIC)
        .proofData(real ? sample.get("proof") : JSONS.get(6))
        .verificationKey(real ? KEY : Json.of("{\"key\": 1}"))
        .publicSignals(
            real
                ? sample.get("publicSignals")
                : Json.of("[\"" + number + "\", 9007199254740993000000000000001]"))
        .proofType(of(ProofType.values()))
        .circuitVersion("1")
        .verificationStatus(status)
        .verifiedAt(status == VerificationStatus.VERIFIED ? instant() : null)
        .verifierId(maybe(this::uuid))
        .blockchainNetwork(maybe(this::emptyOr))
        .transactionHash(maybe(this::text))
        .blockNumber(maybe(() -> Long.MAX_VALUE))
        .gasUsed(maybe(() -> 21_000L))
        .metadata(json())
        .expiresAt(maybe(this::instant))
        .audit(stamp())
        .build();
  }

  private ReputationRecord reputation(User user, ZkProof proof, ScoringResult score) {
    Instant from = Instant.EPOCH.plus(++number, ChronoUnit.MICROS);
    return ReputationRecord.builder()
        .userId(user.id())
        .zkProofId(maybe(proof::id))
        .scoringResultId(maybe(score::id))
        .reputationScore(new BigDecimal(of("0", "0.0001", "5e1", "100")))
        .previousScore(maybe(() -> new BigDecimal("33.3333")))
        .scoreChange(maybe(() -> new BigDecimal("-0.0001")))
        .confidenceLevel(new BigDecimal("0.0001"))
        .scoringCategory(of(ScoringCategory.values()))
        .scoringPeriod(of(ScoringPeriod.values()))
        .weight(new BigDecimal("0.25"))
        .contributingFactors(json())
        .reputationBadges(json())
        .peerValidations(Integer.MAX_VALUE)
        .effectiveFrom(from)
        .effectiveUntil(from.plus(1, ChronoUnit.MICROS))
        .calculationMethod(emptyOr())
        .status(of(ReputationStatus.values()))
        .statusReason(maybe(this::text))
        .verified(random.nextBoolean())
        .isPublic(random.nextBoolean())
        .audit(stamp())
        .build();
  }

  private Sponsor sponsor() {
    return Sponsor.builder()
        .name(name())
        .blockchainNetwork("network")
        .walletAddress(WalletAddress.of("near:mainnet:sponsor" + ++number))
        .dailyBudget(amount())
        .status(of(SponsorStatus.values()))
        .audit(stamp())
        .build();
  }

  private SponsoredTransaction transaction(User user, Sponsor sponsor) {
    SponsoredTransactionStatus status = of(SponsoredTransactionStatus.values());
    boolean completed =
        status == SponsoredTransactionStatus.CONFIRMED
            || status == SponsoredTransactionStatus.FAILED;
    return SponsoredTransaction.builder()
        .userId(maybe(user::id))
        .sponsorId(sponsor.id())
        .budgetDate(LocalDate.of(2024, 5, 6))
        .blockchainNetwork("network")
        .transactionHash(new TransactionHash("hash \"," + ++number + "0123456789"))
        .gasLimit(Long.MAX_VALUE)
        .gasUsed(maybe(() -> Long.MAX_VALUE))
        .gasPrice(amount())
        .reservedAmount(amount())
        .spentAmount(maybe(this::amount))
        .status(status)
        .failureReason(maybe(this::emptyOr))
        .expiresAt(instant())
        .submittedAt(instant())
        .completedAt(completed ? instant() : null)
        .audit(stamp())
        .build();
  }
}
