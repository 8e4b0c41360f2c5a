package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationVerdict;
import java.sql.SQLException;

/** Marks prepared proofs as verified. */
final class VerifyWork extends Work {

  private static final String PREPARE =
      "INSERT INTO zk_proofs (id, user_id, proof_data, verification_key_hash, statement_hash,"
          + " proof_hash, public_signals, protocol, circuit_version, verification_status)"
          + " SELECT (lpad(to_hex(:millis + n), 12, '0') || '70008000000000000000')::uuid,"
          + " owners[1 + n % array_length(owners, 1)],"
          + " jsonb_build_object('pi_a', repeat('1', 600)), sha256('a key'),"
          + " sha256(('s' || n)::bytea), sha256(('p' || n)::bytea), '[]', 'marlin', '1', 'pending'"
          + " FROM generate_series(0, :calls - 1) AS n,"
          + " (SELECT array_agg(id ORDER BY id) AS owners FROM users) AS known";

  private int prepared;
  private int done;

  VerifyWork(LifecycleFixture fixture) {
    super(fixture);
  }

  @Override
  public void prepare(int calls) throws SQLException {
    long millis = LifecycleFixture.FIRST_ADDED.getMostSignificantBits() >>> 16;
    fixture()
        .fixture()
        .run(
            PREPARE
                .replace(":millis", Long.toString(millis))
                .replace(":calls", Integer.toString(calls)));
    prepared = calls;
  }

  @Override
  public Object call(Lifecycle subject) {
    LifecycleFixture.require(done < prepared, "no more calls than prepared");
    ZkProofId id = new ZkProofId(LifecycleFixture.added(done));
    subject.markVerified(
        id,
        VerificationAttempt.builder()
            .verifierName("a verifier")
            .verifierVersion("1")
            .verdict(VerificationVerdict.ACCEPTED)
            .build());
    done++;
    return id;
  }

  @Override
  public void check() throws SQLException {
    fixture().requireAdded("verification_attempts", done);
    fixture()
        .requireCount(
            "zk_proofs AS p JOIN verification_attempts AS a ON a.zk_proof_id = p.id"
                + " WHERE p.verification_status = 'verified' AND p.verified_at = a.attempted_at"
                + " AND a.decisive AND a.verdict = 'accepted' AND a.user_id = p.user_id",
            done);
  }
}
