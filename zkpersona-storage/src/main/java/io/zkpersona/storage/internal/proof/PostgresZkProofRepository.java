package io.zkpersona.storage.internal.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.BlockInvalidation;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.CreatedProof;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.RecordedAttempt;
import io.zkpersona.domain.proof.StatusChange;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.domain.proof.document.WitnessMembers;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.proof.ProofInsert.Placed;
import io.zkpersona.storage.internal.repository.Composed;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.ListedRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

public final class PostgresZkProofRepository
    extends ListedRepository<ZkProof, ZkProofHeader, ZkProofId, ZkProofFilter>
    implements ZkProofRepository {

  private static final int MAX_BATCH = 10_000;

  private final CircuitDeclarations circuits;
  private final ProofInsert inserts;
  private final VerificationAttempts attempts;
  private final ProofLifecycle lifecycle;
  private final ProofsOnChain onChain;

  private static final EntityStatements<ZkProof, ZkProofHeader, ZkProofId, ZkProofFilter>
      STATEMENTS =
          EntityStatements.of(
              ZkProofTable.TABLE, ZkProofHeaderTable.TABLE, ZkProofConditions.FILTER);
  private static final EntityStatements<ZkProof, ZkProofHeader, ZkProofId, ZkProofFilter>
      WITH_WITNESS =
          EntityStatements.of(
              ZkProofTable.WITH_WITNESS, ZkProofHeaderTable.TABLE, ZkProofConditions.FILTER);

  public PostgresZkProofRepository(RepositoryContext context) {
    this(context, WitnessMembers.REFUSED);
  }

  private PostgresZkProofRepository(RepositoryContext context, WitnessMembers witness) {
    super(
        context,
        witness == WitnessMembers.REFUSED ? STATEMENTS : WITH_WITNESS,
        ZkProofId::generate);
    Nullifiers nullifiers = new Nullifiers();
    VerificationKeys keys = new VerificationKeys(context);
    this.circuits = new CircuitDeclarations(context, keys);
    this.inserts = new ProofInsert(context, keys, nullifiers);
    this.attempts = new VerificationAttempts(context);
    this.lifecycle = new ProofLifecycle(context, nullifiers);
    this.onChain = new ProofsOnChain(context, nullifiers);
  }

  @Override
  public ZkProofRepository with(WitnessMembers witness) {
    return new PostgresZkProofRepository(context, Required.argument("witness", witness));
  }

  @Override
  public FilterablePaginatedRepository<ZkProofHeader, ZkProofFilter> headers() {
    return this;
  }

  @Override
  public CreatedProof create(CreateZkProofRequest request, IfStatementExists ifStatementExists) {
    Required.argument("ifStatementExists", ifStatementExists);
    ZkProof proof = Required.argument("request", request).toEntity(ZkProofId.generate());
    Placed placed = place(executor(), toInsert(proof), ifStatementExists);
    if (placed.stored() != null) {
      return new CreatedProof(placed.stored(), false);
    }
    return new CreatedProof(stored(Objects.requireNonNull(placed.own())), true);
  }

  @Override
  protected ZkProof insert(ZkProof given) {
    return Objects.requireNonNull(
        place(executor(), toInsert(given), IfStatementExists.THROW).stored());
  }

  private ZkProof toInsert(ZkProof given) {
    return entity.toInsert(entity.createdBy(context.actor(), given));
  }

  private Placed place(SqlExecutor on, ZkProof proof, IfStatementExists ifExists) {
    try {
      return on.inserting(
          entity.entityType(),
          () -> List.of(proof.id().value()),
          () -> inserts.one(on, proof, ifExists));
    } catch (DuplicateStatementException e) {
      if (e.constraint().isEmpty()) {
        throw e;
      }
      // A concurrent insert came after the check.
      Optional<ZkProofId> own = inserts.own(on, proof);
      if (own.isPresent() && ifExists == IfStatementExists.RETURN_OWN) {
        return new Placed(null, own.get());
      }
      throw own.map(id -> e.withEarlierProof(id.value())).orElse(e);
    }
  }

  /** A single proof is inserted alone, for its more detailed error. */
  @Override
  protected void insertMany(SqlExecutor tx, String operation, List<ZkProof> values) {
    if (values.size() == 1) {
      place(tx, values.get(0), IfStatementExists.THROW);
    } else {
      inserts.many(tx, operation, values);
    }
  }

  /** Key, statement and nullifier are written as well. */
  @Override
  protected boolean isPlainInsert() {
    return false;
  }

  @Override
  public Circuit declareCircuit(Circuit circuit) {
    return circuits.declare(executor(), Required.argument("circuit", circuit));
  }

  @Override
  public Circuit addCircuitKeys(String name, String version, Collection<Json> verificationKeys) {
    return circuits.addKeys(
        executor(),
        Composed.of(Required.argument("name", name)),
        Composed.of(Required.argument("version", version)),
        Required.elements("verificationKeys", verificationKeys));
  }

  @Override
  public Optional<Circuit> findCircuit(VerificationKeyHash verificationKeyHash) {
    return circuits.find(executor(), Required.argument("verificationKeyHash", verificationKeyHash));
  }

  @Override
  public Optional<Circuit> findCircuit(String name, String version) {
    return circuits.find(
        executor(),
        Composed.of(Required.argument("name", name)),
        Composed.of(Required.argument("version", version)));
  }

  @Override
  public StatusChange markVerified(ZkProofId id, VerificationAttempt attempt) {
    return decide(id, VerificationStatus.VERIFIED, attempt, VerificationVerdict.ACCEPTED);
  }

  @Override
  public StatusChange markFailed(ZkProofId id, VerificationAttempt attempt) {
    return decide(id, VerificationStatus.FAILED, attempt, VerificationVerdict.REJECTED);
  }

  private StatusChange decide(
      ZkProofId id,
      VerificationStatus to,
      VerificationAttempt attempt,
      VerificationVerdict expected) {
    Required.argument("id", id);
    requireVerdict(Required.argument("attempt", attempt), expected);
    return lifecycle.decide(id, to, attempt);
  }

  @Override
  public StatusChange markExpired(ZkProofId id) {
    return lifecycle.expire(Required.argument("id", id));
  }

  @Override
  public void addInconclusiveAttempt(ZkProofId id, VerificationAttempt attempt) {
    Required.argument("id", id);
    requireVerdict(Required.argument("attempt", attempt), VerificationVerdict.INCONCLUSIVE);
    if (!attempts.add(id, attempt)) {
      throw notFound(id);
    }
  }

  private static void requireVerdict(VerificationAttempt attempt, VerificationVerdict expected) {
    if (attempt.verdict() != expected) {
      throw new ValidationException(
          "attempt.verdict", attempt.verdict().value() + " (expected: " + expected.value() + ")");
    }
  }

  @Override
  public List<RecordedAttempt> attempts(ZkProofId id) {
    return attempts.of(Required.argument("id", id));
  }

  @Override
  public void recordOnChain(ZkProofId id, OnChainReference seen) {
    Required.argument("id", id);
    if (!onChain.record(id, Required.argument("seen", seen))) {
      throw notFound(id);
    }
  }

  @Override
  public BlockInvalidation invalidateFromBlock(String network, long blockNumber) {
    Required.argument("network", network);
    if (blockNumber < 0) {
      throw new ValidationException("blockNumber", blockNumber + " (expected: at least 0)");
    }
    return onChain.invalidate(network, blockNumber);
  }

  @Override
  public int expireDue(Instant now, int batch) {
    Required.argument("now", now);
    if (batch < 1 || batch > MAX_BATCH) {
      throw new ValidationException("batch", batch + " (expected: 1.." + MAX_BATCH + ")");
    }
    return lifecycle.expireDue(now.truncatedTo(ChronoUnit.MICROS), batch);
  }
}
