package io.zkpersona.examples.step;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.examples.console.Output;
import io.zkpersona.examples.console.Table;
import io.zkpersona.examples.data.ProofKind;
import io.zkpersona.examples.data.ProofOrigin;
import io.zkpersona.examples.data.ProvenScore;
import io.zkpersona.storage.repository.Repositories;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Step 11: records reputations from verified proofs. */
public final class ReputationStep {

  private final Walk walk;
  private final Output out;
  private final Repositories signed;
  private final Map<UserId, User> users = new HashMap<>();
  private final Map<ScoringCategory, Tally> tallies = new EnumMap<>(ScoringCategory.class);
  private long agreed;
  private long known;
  private long leftAlone;

  /** Creates the step. */
  public ReputationStep(Walk walk) {
    this.walk = walk;
    this.out = walk.out();
    this.signed = walk.signed();
  }

  /**
   * A verified proof and its claim.
   *
   * @param proof the proof, without its documents
   * @param owner the user
   * @param says the claim
   */
  private record Proven(ZkProofHeader proof, UserId owner, ProvenScore says) {}

  /** Runs step 11. */
  public void record() {
    out.step(
        11, "Record reputations", "each is based on a verified proof and follows the previous one");
    out.line("Score: the threshold that was proven, a lower bound of the score.");
    out.line(
        "Category: by its number in the circuit, in the order of the categories, starting with"
            + " overall.");
    List<Proven> proven = proven();
    proven.forEach(this::record);
    if (!tallies.isEmpty()) {
      out.gap();
      out.table(table());
    }
    long recorded = tallies.values().stream().mapToLong(tally -> tally.count).sum();
    out.line(
        "Of %,d verified proofs of %,d users, %,d were recorded now and %,d before; skipped: %,d.",
        proven.size(), users.size(), recorded, known, leftAlone);
    out.line(
        "Users of the example whose profile was made public now: %,d. All others stay private.",
        agreed);
  }

  private Table table() {
    Table table = new Table("Category", ">New", ">Public", ">Highest");
    tallies.forEach(
        (category, tally) ->
            table.row(
                category.value(),
                Output.number(tally.count),
                Output.number(tally.open),
                tally.highest.toPlainString()));
    return table;
  }

  /** Returns verified proofs by ascending epoch, so that later ones replace earlier ones. */
  private List<Proven> proven() {
    return new ProofOrigin(walk.data().sessionId())
        .proofs(walk.proofs()).stream()
            .filter(proof -> proof.verificationStatus() == VerificationStatus.VERIFIED)
            .filter(
                proof -> ProofKind.REPUTATION_THRESHOLD.circuitName().equals(proof.circuitName()))
            .flatMap(proof -> proven(proof).stream())
            .sorted(Comparator.comparing(proven -> proven.says().epoch()))
            .toList();
  }

  /** Lists contain only headers; the signals are loaded with the complete proof. */
  private Optional<Proven> proven(ZkProofHeader header) {
    UserId owner = header.userId();
    if (owner == null) {
      return Optional.empty();
    }
    ZkProof whole = walk.proofs().getById(header.id());
    return ProvenScore.of(whole).map(says -> new Proven(header, owner, says));
  }

  private void record(Proven proven) {
    User user = users.computeIfAbsent(proven.owner(), this::user);
    ScoringCategory category = proven.says().category();
    List<ReputationRecord> chain =
        signed.reputationRecords().history(user.id(), category, ScoringPeriod.CURRENT, null, null);
    if (chain.stream().anyMatch(record -> proven.proof().id().equals(record.zkProofId()))) {
      known++;
    } else if (!OwnUsers.isOwn(user) || !chain.stream().allMatch(OwnRows::isOwn)) {
      // A new record would end the current one, which belongs to another program.
      leftAlone++;
    } else {
      boolean open = user.privacySettings().publicProfile();
      signed.reputationRecords().record(request(proven, open));
      tallies.computeIfAbsent(category, any -> new Tally()).add(proven.says().score(), open);
    }
  }

  private static RecordReputationRequest request(Proven proven, boolean open) {
    return RecordReputationRequest.builder()
        .userId(proven.owner())
        .zkProofId(proven.proof().id())
        .reputationScore(proven.says().score())
        .confidenceLevel(BigDecimal.ONE)
        .scoringCategory(proven.says().category())
        .contributingFactors(Json.of("[{\"epoch\": %s}]".formatted(proven.says().epoch())))
        .calculationMethod("proven_threshold")
        .verified(true)
        .isPublic(open)
        .build();
  }

  /** Returns the user, with a public profile if the user is one of those that consent. */
  private User user(UserId id) {
    User user = walk.users().getById(id);
    if (!OwnUsers.isOwn(user)
        || !OwnUsers.agrees(user)
        || !user.privacySettings().equals(PrivacySettings.defaults())) {
      return user;
    }
    agreed++;
    return signed.users().update(id, stored -> stored.withPrivacySettings(OwnUsers.AGREED));
  }

  private static final class Tally {
    private long count;
    private long open;
    private BigDecimal highest = BigDecimal.ZERO;

    void add(BigDecimal score, boolean isPublic) {
      count++;
      open += isPublic ? 1 : 0;
      highest = highest.max(score);
    }
  }
}
