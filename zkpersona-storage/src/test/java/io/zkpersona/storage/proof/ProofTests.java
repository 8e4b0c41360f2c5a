package io.zkpersona.storage.proof;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.ZkProofRepository;
import io.zkpersona.storage.repository.contract.Components;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Shared by the tests of proofs: an empty database, and proofs to store in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProofTests {

  static final Instant CHECKED = Instant.parse("2026-05-06T07:08:09.123456Z");

  private TestDatabase database;
  private DatabaseManager manager;

  @BeforeAll
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
  }

  @BeforeEach
  void startEmpty() {
    Rows.deleteAll(database);
  }

  @AfterAll
  void close() {
    manager.close();
    database.close();
  }

  TestDatabase database() {
    return database;
  }

  DatabaseManager manager() {
    return manager;
  }

  ZkProofRepository proofs() {
    return manager.repositories().zkProofs();
  }

  UserId user() {
    return manager.repositories().users().save(User.builder().build()).id();
  }

  /** Counts rows without the library. */
  long rows(String tableAndCondition) {
    return Long.parseLong(database.queryOne("SELECT count(*) FROM zkpersona." + tableAndCondition));
  }

  /** Returns a Groth16 proof with a different statement for each number. */
  public static ZkProof proof(long number) {
    return ProofSamples.of(ProofProtocol.GROTH16, number);
  }

  public static CreateZkProofRequest request(ZkProof values) {
    return Components.copied(values, CreateZkProofRequest.class);
  }

  /** Stores a proof and marks it verified. */
  ZkProof verified(ZkProof proof) {
    ZkProofId id = proofs().save(proof).id();
    proofs().markVerified(id, accepted()).orElseThrow();
    return proofs().getById(id);
  }

  public static VerificationAttempt accepted() {
    return attempt(VerificationVerdict.ACCEPTED);
  }

  public static VerificationAttempt rejected() {
    return attempt(VerificationVerdict.REJECTED);
  }

  public static VerificationAttempt attempt(VerificationVerdict verdict) {
    return VerificationAttempt.builder()
        .verifierName("snarkjs")
        .verifierVersion("0.7.6")
        .verdict(verdict)
        .at(CHECKED)
        .build();
  }
}
