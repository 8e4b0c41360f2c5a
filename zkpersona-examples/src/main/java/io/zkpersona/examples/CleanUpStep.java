package io.zkpersona.examples;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.Repositories;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Step 10: everything this example put into the database is taken out again, or it is said what
 * stays. Inputs of the data set are known by their session, users by who made them.
 */
final class CleanUpStep {

  private static final String VARIABLE = "CLEANUP_TEST_DATA";

  private final Walk walk;
  private final Output out;

  CleanUpStep(Walk walk) {
    this.walk = walk;
    this.out = walk.out();
  }

  /**
   * Whether cleaning up is wanted.
   *
   * @throws InputException if the variable is neither true nor false
   */
  static boolean isWanted(Map<String, String> environment) {
    String value = environment.getOrDefault(VARIABLE, "");
    if (!value.isEmpty() && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw new InputException(
          "%s: %d characters (expected: true or false)".formatted(VARIABLE, value.length()));
    }
    return value.equalsIgnoreCase("true");
  }

  /** Step 10. */
  void cleanUp(boolean wanted, boolean serverGoes) {
    out.step(10, "Clean up", VARIABLE + " says whether: it is " + wanted);
    if (wanted) {
      delete();
    } else {
      keep(serverGoes);
    }
  }

  private void keep(boolean serverGoes) {
    long inputs = walk.inputs().count(walk.ours().build());
    int users = ownUsers().size();
    if (serverGoes) {
      out.line("Its %,d inputs and %,d users end with the server that was started.", inputs, users);
      out.line("A server of yours (DATABASE_URL) would keep them.");
    } else {
      out.line("Kept: %,d inputs and the %,d users made for them.", inputs, users);
      out.line("To delete them, run the same once more with %s=true.", VARIABLE);
    }
  }

  /** In one transaction: a clean-up that fails in the middle has not happened. */
  private void delete() {
    long[] deleted = new long[2];
    List<UserId> candidates = ownUsers();
    walk.database()
        .inTransaction(
            tx -> {
              deleted[0] = tx.behaviorInputs().delete(walk.ours().build());
              for (UserId user : candidates) {
                if (isUnused(tx, user)) {
                  tx.users().deleteById(user);
                  deleted[1]++;
                }
              }
            });
    out.line("Deleted: %,d inputs and %,d users made for them.", deleted[0], deleted[1]);
    out.line(
        "Left: %,d inputs; users of the example that something else needs: %,d.",
        walk.inputs().count(walk.ours().build()), candidates.size() - deleted[1]);
  }

  /** The users that this example made, in this run or an earlier one, and nobody changed. */
  private List<UserId> ownUsers() {
    try (Stream<User> users = walk.users().stream()) {
      return users
          .filter(user -> InputFactory.AUTHOR.equals(user.audit().createdBy()))
          .filter(user -> user.audit().createdAt().equals(user.audit().modifiedAt()))
          .map(User::id)
          .toList();
    }
  }

  /** With a user goes what hangs on it, which need not be ours. */
  private static boolean isUnused(Repositories tx, UserId user) {
    return tx.behaviorInputs().count(BehaviorInputFilter.builder().userId(user).build()) == 0
        && tx.behaviorSessions().count(BehaviorSessionFilter.builder().userId(user).build()) == 0
        && tx.zkProofs().count(ZkProofFilter.builder().userId(user).build()) == 0
        && tx.reputationRecords().count(ReputationFilter.builder().userId(user).build()) == 0;
  }
}
