package io.zkpersona.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.cli.testing.TestDatabase;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.storage.DatabaseManager;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofTransferIT {

  private static final Circuit CIRCUIT =
      Circuit.builder()
          .name("membership")
          .version("1")
          .protocol(ProofProtocol.MARLIN)
          .verificationKeys(List.of(Json.of("{\"key\":\"membership\"}")))
          .nullifier(NullifierRule.builder().scope("membership").build())
          .build();

  private TestDatabase source;
  private TestDatabase target;
  private String file;

  @TempDir private Path folder;

  @BeforeEach
  void createDatabases() {
    source = TestDatabase.migrated();
    target = TestDatabase.migrated();
    file = folder.resolve("proofs.ndjson").toString();
  }

  private static ZkProof proof(int nullifier, VerificationStatus status) {
    return ZkProof.builder()
        .protocol(ProofProtocol.MARLIN)
        .proofData(Json.of("{\"proof\":" + nullifier + ",\"status\":\"" + status.value() + "\"}"))
        .verificationKey(CIRCUIT.verificationKeys().get(0))
        .publicSignals(Json.of("[\"" + nullifier + "\"]"))
        .circuitName(CIRCUIT.name())
        .circuitVersion(CIRCUIT.version())
        .verificationStatus(status)
        .verifiedAt(
            status == VerificationStatus.VERIFIED ? Instant.parse("2026-01-01T00:00:00Z") : null)
        .build();
  }

  private static void store(TestDatabase database, ZkProof... proofs) {
    try (DatabaseManager manager = database.open()) {
      manager.repositories().zkProofs().declareCircuit(CIRCUIT);
      for (ZkProof proof : proofs) {
        manager.repositories().zkProofs().save(proof);
      }
    }
  }

  private CliRun imported() {
    CliRun exported = CliRun.of(source, "export", "proofs", "--out", file, "--overwrite");
    assertThat(exported.exitCode()).isZero();
    return CliRun.of(target, "import", file);
  }

  @Test
  void needsTheCircuitAndKeepsTheVerifiedState() {
    ZkProof verified = proof(1, VerificationStatus.VERIFIED);
    store(source, verified, proof(2, VerificationStatus.PENDING));

    CliRun without = imported();
    assertThat(without.err()).startsWith("error: ZKP-").contains("circuit").hasLineCount(1);
    assertThat(without.exitCode()).isEqualTo(4);

    store(target);
    assertThat(imported().out()).startsWith("proofs: 2 rows read, 2 inserted");
    try (DatabaseManager manager = target.open()) {
      ZkProof of = manager.repositories().zkProofs().getById(verified.id());
      assertThat(of.verificationStatus()).isEqualTo(VerificationStatus.VERIFIED);
      assertThat(of.verifiedAt()).isEqualTo(verified.verifiedAt());
    }
    assertThat(imported().out()).startsWith("proofs: 2 rows read, 0 inserted, 2 were there");
  }

  @Test
  void refusesAVerifiedProofWhoseNullifierIsSpent() {
    store(source, proof(1, VerificationStatus.VERIFIED));
    store(target, proof(1, VerificationStatus.VERIFIED));
    CliRun run = imported();
    assertThat(run.err()).startsWith("error: ZKP-40").hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(4);
  }

  @Test
  void expiredProofsSpendNothing() {
    store(source, proof(1, VerificationStatus.EXPIRED));
    store(target);
    assertThat(imported().exitCode()).isZero();
    store(target, proof(1, VerificationStatus.VERIFIED));
  }
}
