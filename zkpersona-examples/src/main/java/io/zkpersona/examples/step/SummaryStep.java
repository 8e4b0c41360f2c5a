package io.zkpersona.examples.step;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.domain.reputation.LeaderboardEntry;
import io.zkpersona.domain.reputation.ReputationStanding;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.reputation.UserReputationSummary;
import io.zkpersona.domain.user.User;
import io.zkpersona.examples.console.Output;
import io.zkpersona.examples.console.Table;
import io.zkpersona.examples.data.ProofOrigin;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Step 12: shows a leaderboard, the summary of one user's reputation, and its public part. */
public final class SummaryStep {

  private static final int TOP = 5;

  private final Walk walk;
  private final Output out;
  private final ReputationRecordRepository reputations;

  /** Creates the step. */
  public SummaryStep(Walk walk) {
    this.walk = walk;
    this.out = walk.out();
    this.reputations = walk.database().repositories().reputationRecords();
  }

  /** Runs step 12. */
  public void summarize() {
    out.step(12, "Leaderboard and summary", "the leaderboard and the public profiles");
    ScoringCategory category = busiestCategory();
    List<LeaderboardEntry> top = reputations.leaderboard(category, ScoringPeriod.CURRENT, TOP);
    if (top.isEmpty()) {
      out.line("No leaderboard has an entry.");
      return;
    }
    board(category, top);
    out.gap();
    summary(top.get(0).userId());
    out.gap();
    compareProfiles(top.get(0).userId());
  }

  private ScoringCategory busiestCategory() {
    ScoringCategory busiest = ScoringCategory.OVERALL;
    long most = 0;
    for (ScoringCategory category : ScoringCategory.values()) {
      long total = total(category);
      if (total > most) {
        busiest = category;
        most = total;
      }
    }
    return busiest;
  }

  /** Returns the number of users on a leaderboard, from the standing of its leader. */
  private long total(ScoringCategory category) {
    return reputations.leaderboard(category, ScoringPeriod.CURRENT, 1).stream()
        .flatMap(entry -> standing(entry.userId(), category).stream())
        .mapToLong(ReputationStanding::total)
        .findFirst()
        .orElse(0);
  }

  private Optional<ReputationStanding> standing(UserId user, ScoringCategory category) {
    return reputations.standing(user, category, ScoringPeriod.CURRENT);
  }

  private void board(ScoringCategory category, List<LeaderboardEntry> top) {
    out.line(
        "Category %s, %,d users; the first %,d:", category.value(), total(category), top.size());
    Table table = new Table(">Rank", "User", ">Score", ">Percentile");
    for (LeaderboardEntry entry : top) {
      table.row(
          Output.number(entry.rank()),
          Walk.shortened(entry.userId().value().toString()),
          points(entry.reputationScore()),
          standing(entry.userId(), category)
              .map(standing -> points(standing.percentile()))
              .orElse("-"));
    }
    out.table(table);
  }

  private void summary(UserId user) {
    UserReputationSummary summary = reputations.summary(user);
    out.line("Full summary of the first user, %s:", Walk.shortened(user.value().toString()));
    Table table = new Table("Reputation", ">Value");
    summary
        .scoreByCategory()
        .forEach((category, score) -> table.row("score, " + category.value(), points(score)));
    table.row("proofs", Output.number(summary.totalProofs()));
    table.row("proofs that are verified", Output.number(summary.verifiedProofs()));
    table.row("trend points", Output.number(summary.trend().size()));
    out.table(table);
  }

  private void compareProfiles(UserId leader) {
    out.line("What other users see:");
    Table table = new Table("User", "Public profile", ">Proofs", "Public summary", ">Scores");
    profile(table, walk.users().getById(leader));
    privateUser().ifPresent(user -> profile(table, user));
    out.table(table);
  }

  private void profile(Table table, User user) {
    UserReputationSummary all = reputations.summary(user.id());
    Optional<UserReputationSummary> seen = reputations.publicProfile(user.id());
    table.row(
        Walk.shortened(user.id().value().toString()),
        user.privacySettings().publicProfile() ? "agreed" : "not agreed",
        Output.number(all.totalProofs()),
        seen.isPresent() ? "there" : "none",
        seen.map(summary -> Output.number(summary.scoreByCategory().size())).orElse("-"));
  }

  /** Returns a user with a proof and without consent to a public profile. */
  private Optional<User> privateUser() {
    return new ProofOrigin(walk.data().sessionId())
        .proofs(walk.proofs()).stream()
            .map(ZkProofHeader::userId)
            .filter(Objects::nonNull)
            .distinct()
            .map(walk.users()::getById)
            .filter(user -> !user.privacySettings().publicProfile())
            .findFirst();
  }

  private static String points(BigDecimal value) {
    return value.setScale(2, RoundingMode.DOWN).toPlainString();
  }
}
