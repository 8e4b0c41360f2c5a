package io.zkpersona.storage.proof;

import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.ProofType;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.ZkProofRepository;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import io.zkpersona.storage.repository.contract.References;
import java.util.List;
import java.util.Map;

public final class ZkProofFixture extends EntityFixture<ZkProof, ZkProofId, ZkProofFilter> {

  public ZkProofFixture() {
    super(
        ZkProof.class,
        "zk proof",
        ZkProofFilter.none(),
        ZkProofId::generate,
        CreateZkProofRequest.class);
  }

  @Override
  public ZkProofRepository repository(Repositories all) {
    return all.zkProofs();
  }

  @Override
  public ProofsByHeader filterable(Repositories all) {
    return new ProofsByHeader(all.zkProofs());
  }

  @Override
  public FilterablePaginatedRepository<?, ZkProofFilter> lists(Repositories all) {
    return all.zkProofs().headers();
  }

  @Override
  public Object recorded(ZkProof proof) {
    return new ZkProofHeader(
        proof.id(),
        proof.userId(),
        proof.behaviorInputId(),
        proof.scoringResultId(),
        proof.verificationKeyHash(),
        proof.proofType(),
        proof.protocol(),
        proof.circuitName(),
        proof.circuitVersion(),
        proof.verificationStatus(),
        proof.verifiedAt(),
        proof.verifierId(),
        proof.blockchainNetwork(),
        proof.transactionHash(),
        proof.blockNumber(),
        proof.gasUsed(),
        proof.metadata(),
        proof.expiresAt(),
        proof.audit());
  }

  @Override
  public int fixturesBefore() {
    return 4;
  }

  @Override
  public ZkProof minimal(Draw draw) {
    return ProofSamples.of(ProofProtocol.SONIC, draw.next());
  }

  @Override
  public ZkProof requested(ZkProof values) {
    return values.toBuilder()
        .verificationStatus(VerificationStatus.PENDING)
        .verifiedAt(null)
        .verifierId(null)
        .blockchainNetwork(null)
        .transactionHash(null)
        .blockNumber(null)
        .gasUsed(null)
        .build();
  }

  @Override
  public ZkProof changed(ZkProof stored, ZkProof other) {
    return stored.toBuilder()
        .behaviorInputId(other.behaviorInputId())
        .scoringResultId(other.scoringResultId())
        .proofType(other.proofType())
        .metadata(other.metadata())
        .expiresAt(other.expiresAt())
        .build();
  }

  /** Returns a proof with a different statement each time; opaque documents hold random JSON. */
  private static ZkProof documents(Draw draw) {
    ProofProtocol protocol = draw.of(ProofProtocol.values());
    ZkProof proof = ProofSamples.of(protocol, draw.next());
    return switch (protocol) {
      case GROTH16, PLONK, FFLONK -> proof;
      case MARLIN ->
          proof.toBuilder()
              .proofData(draw.object())
              .verificationKey(References.CIRCUIT.verificationKeys().get(0))
              .circuitName(References.CIRCUIT.name())
              .build();
      default ->
          proof.toBuilder()
              .proofData(draw.object())
              .verificationKey(draw.object())
              .publicSignals(Json.of("[%s, %s]".formatted(draw.next(), draw.json().text())))
              .build();
    };
  }

  @Override
  public ZkProof random(Draw draw) {
    VerificationStatus status = draw.of(VerificationStatus.values());
    ZkProof proof = documents(draw);
    String circuitVersion =
        proof.circuitName() == null ? draw.name() : References.CIRCUIT.version();
    return proof.toBuilder()
        .userId(draw.maybe(() -> draw.of(draw.references().users)))
        .behaviorInputId(draw.maybe(() -> draw.of(draw.references().inputs)))
        .scoringResultId(draw.maybe(() -> draw.of(draw.references().scores)))
        .proofType(draw.of(ProofType.values()))
        .circuitVersion(circuitVersion)
        .verificationStatus(status)
        .verifiedAt(status == VerificationStatus.VERIFIED ? draw.instant() : null)
        .verifierId(draw.maybe(draw::uuid))
        .blockchainNetwork(draw.maybe(() -> draw.bool() ? "" : draw.text()))
        .transactionHash(draw.maybe(draw::text))
        .blockNumber(draw.maybe(() -> draw.of(0L, 1L, Long.MAX_VALUE)))
        .gasUsed(draw.maybe(() -> draw.of(0L, 21_000L, Long.MAX_VALUE)))
        .metadata(draw.json())
        .expiresAt(draw.maybe(draw::instant))
        .audit(draw.audit())
        .build();
  }

  @Override
  public Map<String, EntityId> dangling() {
    return Map.of(
        "userId",
        UserId.generate(),
        "behaviorInputId",
        BehaviorInputId.generate(),
        "scoringResultId",
        ScoringResultId.generate());
  }

  @Override
  public List<String> lifecycle() {
    return List.of(
        "verificationStatus",
        "verifiedAt",
        "verifierId",
        "blockchainNetwork",
        "transactionHash",
        "blockNumber",
        "gasUsed");
  }

  @Override
  public List<String> fixed() {
    return List.of(
        "userId",
        "proofData",
        "verificationKey",
        "publicSignals",
        "protocol",
        "circuitName",
        "circuitVersion");
  }

  /** Returns a proof with opaque documents, each of which can change alone. */
  @Override
  public ZkProof comparable(Draw draw) {
    ZkProof proof = random(draw);
    while (proof.protocol() != ProofProtocol.SONIC) {
      proof = random(draw);
    }
    return proof;
  }

  @Override
  public ZkProofFilter filter(ZkProof one, ZkProof other) {
    return new ZkProofFilter(
        one.userId(),
        one.proofType(),
        one.verificationStatus(),
        one.blockchainNetwork(),
        smaller(time(one), time(other)),
        greater(time(one), time(other)));
  }

  @Override
  public boolean matches(ZkProofFilter filter, ZkProof proof) {
    return same(filter.userId(), proof.userId())
        && same(filter.proofType(), proof.proofType())
        && same(filter.verificationStatus(), proof.verificationStatus())
        && same(filter.blockchainNetwork(), proof.blockchainNetwork())
        && atLeast(filter.startDate(), time(proof))
        && below(filter.endDate(), time(proof));
  }

  @Override
  public long counter(ZkProof proof) {
    return Long.parseLong(proof.metadata().members().get("counter").text());
  }

  @Override
  public ZkProof counted(ZkProof proof, long counter) {
    return proof.withMetadata(Json.of("{\"counter\":%s}".formatted(counter)));
  }
}
