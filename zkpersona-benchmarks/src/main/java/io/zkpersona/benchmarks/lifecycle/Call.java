package io.zkpersona.benchmarks.lifecycle;

import java.util.function.Function;

/** The kinds of calls. */
public enum Call {
  /** A proof of a user, under a key without circuit. */
  CREATE_PROOF("create a proof", true, ProofWork::new),
  /** A pending proof. */
  VERIFY_PROOF("mark a proof verified", true, VerifyWork::new),
  /** A score that replaces the one in force. */
  RECORD_REPUTATION("record a reputation", true, RecordWork::new),
  /** An input that is not processed yet. */
  SCORE("score and mark processed", true, ScoreWork::new),
  /** The latest refresh token of a session. */
  REFRESH("rotate a refresh token", true, RefreshWork::new),
  /** Three calls. */
  SPONSOR("reserve, submit and confirm a sponsored transaction", true, SponsorWork::new),
  /** A change that the caller computes. */
  UPDATE("update by id and function", true, UpdateWork::new),
  /** Inputs, without COPY. */
  CREATE_SOME("create 10", false, fixture -> new CreateWork(fixture, 10)),
  /** Inputs, with COPY. */
  CREATE_MANY("create 1,000", false, fixture -> new CreateWork(fixture, 1_000)),
  /** A user's reputation. */
  SUMMARY("summary", false, SummaryWork::new),
  /** A user's inputs. */
  ANALYTICS("analytics of a user", false, AnalyticsWork::new),
  /** A user with a row or a few in most tables. */
  ERASE("erase one small person", false, EraseWork::new);

  private final String label;
  private final boolean byRaw;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<LifecycleFixture, Work> opening;

  Call(String label, boolean byRaw, Function<LifecycleFixture, Work> opening) {
    this.label = label;
    this.byRaw = byRaw;
    this.opening = opening;
  }

  /** Returns the name in tables. */
  public String label() {
    return label;
  }

  /** Tells whether raw JDBC supports it, too. */
  public boolean byRaw() {
    return byRaw;
  }

  /** Returns a turn's work. */
  public Work on(LifecycleFixture fixture) {
    return opening.apply(fixture);
  }
}
