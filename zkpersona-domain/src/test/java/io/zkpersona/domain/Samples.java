package io.zkpersona.domain;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.audit.AuditStamp;
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
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ProofType;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Entities with every component set. Two samples of a type with different numbers differ in every
 * component. Every component that must not be printed contains {@link #SECRET}.
 */
public final class Samples {
  /** Text that no toString may print. */
  public static final String SECRET = "hush";

  private static final Instant START = Instant.parse("2024-05-06T07:08:09.123456Z");

  private Samples() {}

  /** Returns a user; n is 0 or 1. */
  public static User user(int n) {
    return new User(
        UserId.generate(),
        WalletAddress.of(SECRET + ":chain:wallet-" + n),
        EmailAddress.of(SECRET + n + "@example.org"),
        Username.of(SECRET + "-name-" + n),
        pick(n, UserStatus.ACTIVE, UserStatus.SUSPENDED),
        PrivacySettings.builder().dataSharing(n == 1).additional(json(n)).build(),
        audit(n));
  }

  /** Returns a session; n is 0 or 1. */
  public static BehaviorSession session(int n) {
    return new BehaviorSession(
        BehaviorSessionId.generate(),
        UserId.generate(),
        new SessionToken(SECRET + "-token-" + n),
        pick(n, SessionType.WEB, SessionType.API),
        instant(n),
        instant(n + 10),
        n,
        json(n),
        pick(n, SessionStatus.ACTIVE, SessionStatus.EXPIRED),
        audit(n));
  }

  /** Returns an input; n is 0 or 1. */
  public static BehaviorInput input(int n) {
    return new BehaviorInput(
        BehaviorInputId.generate(),
        UserId.generate(),
        BehaviorSessionId.generate(),
        new SessionText(SECRET + "-session-" + n),
        json(n),
        pick(n, InputType.DEFI, InputType.DAO),
        pick(n, BehaviorSource.WEB, BehaviorSource.ORACLE),
        instant(n),
        n == 1,
        new ExternalKey(SECRET + "-key-" + n),
        block(n),
        audit(n));
  }

  private static BlockReference block(int n) {
    return new BlockReference(ChainId.evm(1 + n), n, "0x" + String.valueOf(n).repeat(64));
  }

  /** Returns a scoring result; n is 0 or 1. */
  public static ScoringResult score(int n) {
    return new ScoringResult(
        ScoringResultId.generate(),
        UserId.generate(),
        BehaviorInputId.generate(),
        decimal(n + ".5"),
        "model-" + n,
        instant(n),
        decimal("0." + n),
        json(n),
        audit(n));
  }

  /** Returns a verified proof; n is 0 or 1. */
  public static ZkProof proof(int n) {
    return new ZkProof(
        ZkProofId.generate(),
        UserId.generate(),
        BehaviorInputId.generate(),
        ScoringResultId.generate(),
        json(n),
        json(n + 2),
        json(n + 4),
        pick(n, ProofType.ZKML, ProofType.PLONK),
        pick(n, ProofProtocol.GROTH16, ProofProtocol.FFLONK),
        "name-" + n,
        "circuit-" + n,
        VerificationStatus.VERIFIED,
        instant(n),
        UUID.randomUUID(),
        "network-" + n,
        "transaction-" + n,
        100L + n,
        200L + n,
        json(n + 6),
        instant(n + 20),
        audit(n));
  }

  /** Returns the list view of a proof; n is 0 or 1. */
  public static ZkProofHeader header(int n) {
    ZkProof proof = proof(n);
    return new ZkProofHeader(
        proof.id(),
        proof.userId(),
        proof.behaviorInputId(),
        proof.scoringResultId(),
        proof.verificationKeyHash(),
        proof.proofType(),
        proof.protocol(),
        proof.circuitName(),
        proof.circuitVersion(),
        proof.verificationStatus(),
        proof.verifiedAt(),
        proof.verifierId(),
        proof.blockchainNetwork(),
        proof.transactionHash(),
        proof.blockNumber(),
        proof.gasUsed(),
        proof.metadata(),
        proof.expiresAt(),
        proof.audit());
  }

  /** Returns an accepting verification attempt. */
  public static VerificationAttempt attempt() {
    return VerificationAttempt.builder()
        .verifierName("verifier")
        .verifierVersion("1")
        .verdict(VerificationVerdict.ACCEPTED)
        .build();
  }

  /** Returns a circuit of a protocol with opaque keys. */
  public static Circuit circuit() {
    return Circuit.builder()
        .name("circuit")
        .version("1")
        .protocol(ProofProtocol.MARLIN)
        .verificationKeys(List.of(json(0)))
        .build();
  }

  /** Returns a reputation record; n is 0 or 1. */
  public static ReputationRecord reputation(int n) {
    return new ReputationRecord(
        ReputationRecordId.generate(),
        UserId.generate(),
        ZkProofId.generate(),
        ScoringResultId.generate(),
        decimal("50." + n),
        decimal("40." + n),
        decimal("10." + n),
        decimal("0.1" + n),
        pick(n, ScoringCategory.OVERALL, ScoringCategory.NFT),
        pick(n, ScoringPeriod.CURRENT, ScoringPeriod.DAILY),
        decimal("0.2" + n),
        json(n),
        json(n + 2),
        n,
        instant(n),
        instant(n + 10),
        "method-" + n,
        pick(n, ReputationStatus.ACTIVE, ReputationStatus.ARCHIVED),
        SECRET + "-reason-" + n,
        n == 1,
        n == 1,
        audit(n));
  }

  /** Returns a role; n is 0 or 1. */
  public static Role role(int n) {
    return new Role(RoleId.generate(), "role-" + n, "description-" + n, audit(n));
  }

  /** Returns a permission; n is 0 or 1. */
  public static Permission permission(int n) {
    return new Permission(PermissionId.generate(), "permission-" + n, "description-" + n, audit(n));
  }

  /** Returns a sponsor; n is 0 or 1. */
  public static Sponsor sponsor(int n) {
    return new Sponsor(
        SponsorId.generate(),
        "sponsor-" + n,
        "network-" + n,
        WalletAddress.of(SECRET + ":chain:wallet-" + n),
        BigInteger.valueOf(n),
        pick(n, SponsorStatus.ACTIVE, SponsorStatus.SUSPENDED),
        audit(n));
  }

  /** Returns a JSON object; equal only for equal numbers. */
  public static Json json(int n) {
    return Json.of("{\"" + SECRET + "\":" + n + "}");
  }

  private static <T> T pick(int n, T first, T second) {
    return n == 0 ? first : second;
  }

  private static Instant instant(int n) {
    return START.plusSeconds(n);
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private static AuditStamp audit(int n) {
    ActorId actor = new ActorId(UUID.randomUUID());
    return new AuditStamp(actor, instant(n), actor, instant(n + 1));
  }
}
