package io.zkpersona.examples.step;

import io.zkpersona.examples.console.Output;
import io.zkpersona.examples.data.InputException;
import java.util.Locale;
import java.util.Map;

/** Step 14: deletes everything that this example stored, or keeps it. */
public final class CleanUpStep {

  private static final String VARIABLE = "CLEANUP_TEST_DATA";

  private final Walk walk;
  private final Output out;

  /** Creates the step. */
  public CleanUpStep(Walk walk) {
    this.walk = walk;
    this.out = walk.out();
  }

  /**
   * Tells whether cleaning up is requested.
   *
   * @throws InputException if the variable is neither true nor false
   */
  public static boolean isWanted(Map<String, String> environment) {
    String value = environment.getOrDefault(VARIABLE, "");
    if (!value.isEmpty() && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %d characters (expected: true or false)",
              VARIABLE,
              value.length()));
    }
    return value.equalsIgnoreCase("true");
  }

  /** Runs step 14. */
  public void cleanUp(boolean wanted, boolean serverGoes) {
    out.step(14, "Clean up", VARIABLE + " is " + wanted);
    OwnRows rows = OwnRows.of(walk);
    if (wanted) {
      delete(rows);
    } else {
      keep(rows, serverGoes);
    }
  }

  private void keep(OwnRows rows, boolean serverGoes) {
    String what = words(walk.inputs().count(walk.ours().build()), rows, rows.users().size());
    if (serverGoes) {
      out.line("%s are deleted with the temporary server.", what);
      out.line("On your own server (DATABASE_URL) they would be kept.");
    } else {
      out.line("Kept: %s.", what);
      out.line("To delete them, run the same command again with %s=true.", VARIABLE);
    }
  }

  /** Deletes in one transaction, so that a failed clean-up changes nothing. */
  private void delete(OwnRows rows) {
    long[] deleted = new long[2];
    walk.database()
        .inTransaction(
            tx -> {
              deleted[0] = tx.behaviorInputs().delete(walk.ours().build());
              deleted[1] = rows.delete(tx);
            });
    out.line("Deleted: %s.", words(deleted[0], rows, deleted[1]));
    out.line(
        "Left: %,d inputs; users of the example that other rows refer to: %,d.",
        walk.inputs().count(walk.ours().build()), rows.users().size() - deleted[1]);
    out.line(
        "Kept by design: the keys of these proofs (%,d) with their circuits, and the nullifiers"
            + " that they spent (%,d),",
        rows.keys(), rows.nullifiers());
    out.line(
        "as hashes without personal data: the same proofs, stored again, are rejected as spent.");
  }

  private static String words(long inputs, OwnRows rows, long users) {
    return "%s inputs, %s proofs, %s reputations and %s users created for them"
        .formatted(
            Output.number(inputs),
            Output.number(rows.proofs().size()),
            Output.number(rows.reputations().size()),
            Output.number(users));
  }
}
