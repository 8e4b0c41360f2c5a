package io.zkpersona.benchmarks.candidate.ordinary;

import io.zkpersona.benchmarks.candidate.raw.Jdbc;
import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.ProofRows;
import io.zkpersona.benchmarks.data.ProofRows.Hashed;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Proofs of users. Creates only proofs under keys that no circuit is declared for, and verifies
 * only proofs without a nullifier.
 */
final class OrdinaryProofs {

  private static final String LOCK =
      "SELECT circuit_name, pg_advisory_xact_lock(?) FROM verification_keys WHERE hash = ?"
          + " FOR KEY SHARE";
  private static final String KEEP =
      "INSERT INTO verification_keys (hash, key) VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String COUNT =
      "SELECT count(*) FILTER (WHERE verification_status = 'verified' OR proof_hash = ?),"
          + " count(*) FILTER (WHERE verification_status = 'pending') FROM zk_proofs"
          + " WHERE user_id = ? AND statement_hash = ?"
          + " AND verification_status IN ('pending', 'verified')";
  private static final String INSERT =
      "INSERT INTO zk_proofs ("
          + ProofRows.INSERTED
          + ") VALUES ("
          + ProofRows.PARAMETERS
          + ") RETURNING ctime, mtime";
  private static final String VERIFY =
      "UPDATE zk_proofs SET verification_status = 'verified', verified_at = ?,"
          + " verifier_id = ?::uuid, mid = NULL,"
          + " mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')"
          + " WHERE id = ? AND verification_status = 'pending' AND nullifier_hash IS NULL"
          + " AND (expires_at IS NULL OR expires_at > ?) RETURNING user_id";
  private static final String ATTEMPT =
      "INSERT INTO verification_attempts ("
          + ProofRows.ATTEMPT
          + ", decisive) VALUES ("
          + ProofRows.ATTEMPT_PARAMETERS
          + ", ?, ?, true)";

  private OrdinaryProofs() {}

  /** The user of a proof. */
  private record Owner(@Nullable UUID user) {}

  static ZkProof create(Connection connection, CreateZkProofRequest request) throws SQLException {
    Hashed hashed = Hashed.of(request);
    if (!lock(connection, hashed)) {
      Jdbc.update(
          connection,
          KEEP,
          statement -> {
            statement.setBytes(1, hashed.key());
            statement.setObject(2, hashed.proof().verificationKey().text(), Types.OTHER);
          });
      lock(connection, hashed);
    }
    boolean allowed =
        Jdbc.query(
            connection,
            COUNT,
            statement -> {
              statement.setBytes(1, hashed.content());
              InputRows.bindId(statement, 2, hashed.user().value());
              statement.setBytes(3, hashed.statement());
            },
            result ->
                Jdbc.only(
                    result,
                    row ->
                        row.getLong(1) == 0 && row.getLong(2) < ZkProofRepository.MAX_CANDIDATES));
    if (!allowed) {
      throw Jdbc.refused();
    }
    return Jdbc.query(
        connection,
        INSERT,
        statement -> ProofRows.bind(statement, 1, hashed),
        result -> Jdbc.only(result, row -> hashed.proof().withAudit(InputRows.times(row, 1))));
  }

  /** Locks the key and the user's candidates for the statement; tells whether there is the key. */
  private static boolean lock(Connection connection, Hashed hashed) throws SQLException {
    return Jdbc.query(
        connection,
        LOCK,
        statement -> {
          statement.setLong(1, hashed.lock());
          statement.setBytes(2, hashed.key());
        },
        OrdinaryProofs::isUndeclared);
  }

  private static boolean isUndeclared(ResultSet result) throws SQLException {
    boolean found = result.next();
    if (found && result.getString(1) != null) {
      throw Jdbc.refused();
    }
    return found;
  }

  static boolean markVerified(Connection connection, ZkProofId id, VerificationAttempt attempt)
      throws SQLException {
    Optional<Owner> owner =
        Jdbc.query(
            connection,
            VERIFY,
            statement -> {
              InputRows.bindInstant(statement, 1, attempt.at());
              InputRows.bindId(statement, 2, attempt.verifierId());
              InputRows.bindId(statement, 3, id.value());
              InputRows.bindInstant(statement, 4, attempt.at());
            },
            result -> Jdbc.first(result, row -> new Owner(row.getObject(1, UUID.class))));
    UUID user = owner.orElseThrow(Jdbc::refused).user();
    Jdbc.update(
        connection,
        ATTEMPT,
        statement -> {
          ProofRows.bindAttempt(statement, 1, attempt);
          InputRows.bindId(statement, ProofRows.ATTEMPT_COUNT + 1, id.value());
          InputRows.bindId(statement, ProofRows.ATTEMPT_COUNT + 2, user);
        });
    return true;
  }
}
