package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Creates proofs, each of another statement. */
final class ProofWork extends Work {

  private static final Json PROOF = Json.of("{\"pi_a\": \"" + "1".repeat(600) + "\"}");
  private static final Json KEY = Json.of("{\"a\": \"key of proofs\"}");

  private final List<ZkProof> created = new ArrayList<>();

  ProofWork(LifecycleFixture fixture) {
    super(fixture);
  }

  @Override
  public Object call(Lifecycle subject) {
    int number = created.size();
    ZkProof proof =
        subject.createProof(
            CreateZkProofRequest.builder()
                .userId(fixture().user(number))
                .proofData(PROOF)
                .verificationKey(KEY)
                .publicSignals(Json.of("[\"" + number + "\"]"))
                .protocol(ProofProtocol.MARLIN)
                .circuitVersion("1")
                .build());
    created.add(proof);
    return proof;
  }

  @Override
  public void check() throws SQLException {
    fixture().requireStored(fixture().repositories().zkProofs(), created);
    fixture().requireAdded("zk_proofs", created.size());
    fixture()
        .requireCount(
            "zk_proofs WHERE id >= "
                + LifecycleFixture.literal(LifecycleFixture.FIRST_ADDED)
                + " AND num_nonnulls(statement_hash, proof_hash, verification_key_hash) = 3",
            created.size());
  }
}
