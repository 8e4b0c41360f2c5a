package io.zkpersona.storage.plan;

import static io.zkpersona.storage.plan.RepositoryCalls.FROM;
import static io.zkpersona.storage.plan.RepositoryCalls.USER;

import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.proof.circuit.UserBinding;
import io.zkpersona.domain.proof.circuit.UserIdentity;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.proof.document.WitnessMembers;
import io.zkpersona.storage.repository.Repositories;
import java.math.BigInteger;
import java.util.List;

/** One call of each method of the proof repository. */
final class ProofCalls {

  private static final int ROW = 80_030;
  private static final ZkProofId PENDING = new ZkProofId(FilledTables.id(5, ROW));
  private static final Json KEY = Json.of("{\"another\": \"key\"}");
  private static final Circuit CIRCUIT =
      Circuit.builder()
          .name("plan")
          .version("1")
          .protocol(ProofProtocol.MARLIN)
          .verificationKeys(List.of(KEY))
          .user(new UserBinding(1, UserIdentity.WALLET_ADDRESS))
          .nullifier(NullifierRule.builder().scope("plan").signal(0).build())
          .build();
  private static final CreateZkProofRequest REQUEST =
      CreateZkProofRequest.builder()
          .userId(USER)
          .proofData(Json.emptyObject())
          .verificationKey(KEY)
          .publicSignals(Json.of("[\"7\"]"))
          .protocol(ProofProtocol.MARLIN)
          .circuitVersion("1")
          .build();

  private ProofCalls() {}

  private static VerificationAttempt attempt(VerificationVerdict verdict) {
    return VerificationAttempt.builder()
        .verifierName("verifier")
        .verifierVersion("1")
        .verdict(verdict)
        .at(FROM)
        .build();
  }

  static void addTo(Calls calls) {
    ZkProof fresh = REQUEST.toEntity(ZkProofId.generate());
    calls
        .entities("proofs", Repositories::zkProofs, PENDING, fresh, REQUEST)
        .lists(
            "proofs",
            all -> all.zkProofs().headers(),
            ZkProofFilter.builder().userId(USER).build(),
            List.of("createdAt", "modifiedAt"))
        .add("proofs of a circuit, failed, proven again and verified", ProofCalls::failAndVerify)
        .add(
            "proofs verify",
            all -> all.zkProofs().markVerified(PENDING, attempt(VerificationVerdict.ACCEPTED)))
        .add("proofs expire", all -> all.zkProofs().markExpired(PENDING))
        .add(
            "proofs expire due",
            all -> all.zkProofs().expireDue(FROM.plusSeconds(86_400 * 400), 100))
        .add(
            "proofs attempts",
            all -> {
              all.zkProofs()
                  .addInconclusiveAttempt(PENDING, attempt(VerificationVerdict.INCONCLUSIVE));
              all.zkProofs().attempts(PENDING);
            })
        .add(
            "proofs on chain",
            all ->
                all.zkProofs()
                    .recordOnChain(
                        PENDING, new OnChainReference("ethereum", "0x" + "1".repeat(64), 7L, null)))
        .add(
            "proofs after a reorganisation",
            all -> all.zkProofs().invalidateFromBlock("ethereum", QueryPlanIT.ROWS - 100));
  }

  private static void failAndVerify(Repositories all) {
    all.zkProofs().declareCircuit(CIRCUIT);
    all.zkProofs().findCircuit(CIRCUIT.verificationKeyHashes().get(0));
    all.zkProofs().findCircuit("plan", "1");
    all.zkProofs().addCircuitKeys("plan", "1", List.of(Json.of("{\"a third\": \"key\"}")));
    all.zkProofs().with(WitnessMembers.REFUSED);
    CreateZkProofRequest request =
        REQUEST
            .withCircuitName("plan")
            .withPublicSignals(
                Json.of(
                    "[\"7\", \"%s\"]"
                        .formatted(
                            new BigInteger(
                                all.users().getById(USER).walletAddress().value().substring(2),
                                16))));
    ZkProof proof = all.zkProofs().create(request, IfStatementExists.THROW).proof();
    all.zkProofs().create(request, IfStatementExists.RETURN_OWN);
    all.zkProofs().markFailed(proof.id(), attempt(VerificationVerdict.REJECTED));
    ZkProof again = all.zkProofs().create(request);
    all.zkProofs().markVerified(again.id(), attempt(VerificationVerdict.ACCEPTED));
  }
}
