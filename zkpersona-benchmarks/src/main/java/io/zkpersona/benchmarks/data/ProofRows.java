package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.VerificationAttemptId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.circuit.StatementHash;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;

/** Proofs of users, under keys that no circuit is declared for, as they are stored. */
public final class ProofRows {

  /** The columns set on insert, in the order of {@link #bind}. */
  public static final String INSERTED =
      "id, user_id, behavior_input_id, scoring_result_id, proof_data, verification_key_hash,"
          + " public_signals, proof_type, protocol, circuit_version, verification_status, metadata,"
          + " expires_at, statement_hash, proof_hash";

  /** The parameters of these columns, with their types. */
  public static final String PARAMETERS =
      "?::uuid, ?::uuid, ?::uuid, ?::uuid, ?::jsonb, ?::bytea, ?::jsonb, ?, ?, ?, ?, ?::jsonb,"
          + " ?::timestamptz, ?::bytea, ?::bytea";

  /** The number of these columns. */
  public static final int COUNT = 15;

  /** The columns of an attempt, in the order of {@link #bindAttempt}; its proof and user follow. */
  public static final String ATTEMPT =
      "id, verifier_name, verifier_version, verifier_id, verdict, reason, attempted_at,"
          + " zk_proof_id, user_id";

  /** The parameters of an attempt, with their types, without its proof and user. */
  public static final String ATTEMPT_PARAMETERS = "?::uuid, ?, ?, ?::uuid, ?, ?, ?::timestamptz";

  /** The number of these parameters. */
  public static final int ATTEMPT_COUNT = 7;

  private ProofRows() {}

  /**
   * A proof in canonical form and the hashes that identify it. Instances are never compared, so
   * array components are safe.
   *
   * @param proof the proof
   * @param key the hash of its verification key
   * @param statement the hash of what it proves
   * @param content the hash of the proof itself
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Hashed(ZkProof proof, byte[] key, byte[] statement, byte[] content) {

    /** Computes the form and hashes of a new proof. */
    public static Hashed of(CreateZkProofRequest request) {
      ZkProof proof = request.toEntity(ZkProofId.generate()).canonical();
      VerificationKeyHash key = proof.verificationKeyHash();
      return new Hashed(
          proof,
          key.bytes(),
          StatementHash.of(key, proof.protocol(), proof.publicSignals()).bytes(),
          Digests.sha256(proof.proofData().canonicalText()));
    }

    /** Returns the advisory lock under which the user's candidates are counted. */
    public long lock() {
      return ByteBuffer.wrap(Digests.sha256(user().value() + proof.publicSignals().canonicalText()))
          .getLong();
    }

    /** Returns the user. */
    public UserId user() {
      return Objects.requireNonNull(proof.userId());
    }
  }

  /** Binds the values of {@link #INSERTED}, starting at a position. */
  public static void bind(PreparedStatement statement, int first, Hashed hashed)
      throws SQLException {
    ZkProof proof = hashed.proof();
    int at = first;
    InputRows.bindId(statement, at++, proof.id().value());
    InputRows.bindId(statement, at++, hashed.user().value());
    InputRows.bindId(statement, at++, InputRows.uuid(proof.behaviorInputId()));
    InputRows.bindId(statement, at++, InputRows.uuid(proof.scoringResultId()));
    statement.setObject(at++, proof.proofData().text(), Types.OTHER);
    statement.setBytes(at++, hashed.key());
    statement.setObject(at++, proof.publicSignals().text(), Types.OTHER);
    statement.setString(at++, proof.proofType().value());
    statement.setString(at++, proof.protocol().value());
    statement.setString(at++, proof.circuitVersion());
    statement.setString(at++, proof.verificationStatus().value());
    statement.setObject(at++, proof.metadata().text(), Types.OTHER);
    statement.setObject(
        at++,
        proof.expiresAt() == null
            ? null
            : OffsetDateTime.ofInstant(proof.expiresAt(), ZoneOffset.UTC),
        Types.TIMESTAMP_WITH_TIMEZONE);
    statement.setBytes(at++, hashed.statement());
    statement.setBytes(at, hashed.content());
  }

  /** Binds the values of {@link #ATTEMPT_PARAMETERS} with a new id, starting at a position. */
  public static void bindAttempt(PreparedStatement statement, int first, VerificationAttempt given)
      throws SQLException {
    if (given.onChain() != null) {
      throw new IllegalArgumentException("onChain: set (expected: a verifier outside of chains)");
    }
    int at = first;
    InputRows.bindId(statement, at++, VerificationAttemptId.generate().value());
    statement.setString(at++, given.verifierName());
    statement.setString(at++, given.verifierVersion());
    InputRows.bindId(statement, at++, given.verifierId());
    statement.setString(at++, given.verdict().value());
    statement.setString(at++, given.reason());
    InputRows.bindInstant(statement, at, given.at());
  }
}
