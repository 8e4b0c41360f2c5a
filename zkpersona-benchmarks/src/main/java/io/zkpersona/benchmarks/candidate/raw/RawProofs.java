package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.ProofRows;
import io.zkpersona.benchmarks.data.ProofRows.Hashed;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/**
 * Proofs of users in plain JDBC, one round trip a call. Creates only proofs under keys that no
 * circuit is declared for; verifies all.
 */
final class RawProofs {

  /** The locks of the key and of the statement's candidates, then the insert that counts them. */
  private static final String CREATE =
      "SELECT circuit_name, pg_advisory_xact_lock(?) FROM verification_keys WHERE hash = ?"
          + " FOR KEY SHARE; INSERT INTO zk_proofs ("
          + ProofRows.INSERTED
          + ") SELECT "
          + ProofRows.PARAMETERS
          + " FROM verification_keys WHERE hash = ? AND circuit_name IS NULL"
          + " AND NOT EXISTS (SELECT FROM zk_proofs WHERE user_id = ? AND statement_hash = ?"
          + " AND verification_status = 'verified')"
          + " AND NOT EXISTS (SELECT FROM zk_proofs WHERE user_id = ? AND statement_hash = ?"
          + " AND proof_hash = ? AND verification_status = 'pending')"
          + " AND (SELECT count(*) FROM (SELECT FROM zk_proofs WHERE user_id = ?"
          + " AND statement_hash = ? AND verification_status = 'pending' LIMIT "
          + ZkProofRepository.MAX_CANDIDATES
          + ") AS pending) < "
          + ZkProofRepository.MAX_CANDIDATES
          + " RETURNING ctime, mtime";

  private static final String KEEP =
      "INSERT INTO verification_keys (hash, key) VALUES (?, ?) ON CONFLICT DO NOTHING";

  /** If the nullifier has no use left, the attempt violates a constraint, which undoes all. */
  private static final String VERIFY =
      "WITH won AS (UPDATE zk_proofs SET verification_status = 'verified', verified_at = ?,"
          + " verifier_id = ?::uuid, nullifier_spent = nullifier_hash IS NOT NULL, mid = NULL,"
          + " mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')"
          + " WHERE id = ? AND verification_status = 'pending'"
          + " AND (expires_at IS NULL OR expires_at > ?) RETURNING id, user_id, nullifier_hash,"
          + " (SELECT nullifier_uses FROM circuits WHERE name = zk_proofs.circuit_name"
          + " AND version = zk_proofs.circuit_version) AS most),"
          + " spent AS (INSERT INTO nullifiers AS n (hash, uses) SELECT nullifier_hash, 1 FROM won"
          + " WHERE nullifier_hash IS NOT NULL ON CONFLICT (hash) DO UPDATE SET uses = n.uses + 1"
          + " WHERE n.uses < (SELECT most FROM won) RETURNING hash)"
          + " INSERT INTO verification_attempts ("
          + ProofRows.ATTEMPT
          + ", decisive) SELECT "
          + ProofRows.ATTEMPT_PARAMETERS
          + ", id, user_id, CASE WHEN nullifier_hash IS NULL OR EXISTS (SELECT FROM spent)"
          + " THEN true END FROM won";

  private RawProofs() {}

  static ZkProof create(Connection connection, CreateZkProofRequest request) throws SQLException {
    Hashed hashed = Hashed.of(request);
    Optional<ZkProof> stored = insert(connection, hashed);
    if (stored.isEmpty()) {
      // Perhaps this is the key's first proof.
      int kept =
          Jdbc.update(
              connection,
              KEEP,
              statement -> {
                statement.setBytes(1, hashed.key());
                statement.setObject(2, hashed.proof().verificationKey().text(), Types.OTHER);
              });
      stored = kept == 0 ? stored : insert(connection, hashed);
    }
    return stored.orElseThrow(Jdbc::refused);
  }

  private static Optional<ZkProof> insert(Connection connection, Hashed hashed)
      throws SQLException {
    return Jdbc.second(
        connection,
        CREATE,
        statement -> {
          statement.setLong(1, hashed.lock());
          statement.setBytes(2, hashed.key());
          ProofRows.bind(statement, 3, hashed);
          int at = 3 + ProofRows.COUNT;
          statement.setBytes(at++, hashed.key());
          InputRows.bindId(statement, at++, hashed.user().value());
          statement.setBytes(at++, hashed.statement());
          InputRows.bindId(statement, at++, hashed.user().value());
          statement.setBytes(at++, hashed.statement());
          statement.setBytes(at++, hashed.content());
          InputRows.bindId(statement, at++, hashed.user().value());
          statement.setBytes(at, hashed.statement());
        },
        result -> Jdbc.first(result, row -> hashed.proof().withAudit(InputRows.times(row, 1))));
  }

  static boolean markVerified(Connection connection, ZkProofId id, VerificationAttempt attempt)
      throws SQLException {
    int attempts =
        Jdbc.update(
            connection,
            VERIFY,
            statement -> {
              InputRows.bindInstant(statement, 1, attempt.at());
              InputRows.bindId(statement, 2, attempt.verifierId());
              InputRows.bindId(statement, 3, id.value());
              InputRows.bindInstant(statement, 4, attempt.at());
              ProofRows.bindAttempt(statement, 5, attempt);
            });
    if (attempts == 0) {
      throw Jdbc.refused();
    }
    return true;
  }
}
