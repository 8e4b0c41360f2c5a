package io.zkpersona.storage.internal.proof;

import static io.zkpersona.domain.proof.VerificationStatus.PENDING;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.NullifierSpentException;
import io.zkpersona.domain.proof.TooManyCandidatesException;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.circuit.UserBinding;
import io.zkpersona.domain.proof.circuit.UserIdentity;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.bulk.ManyRows;
import io.zkpersona.storage.internal.execution.Last;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.proof.ExistingProofs.Found;
import io.zkpersona.storage.internal.proof.ProofCandidates.Outcome;
import io.zkpersona.storage.internal.proof.ProofCandidates.Times;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores proofs together with key, circuit, statement and nullifier. A pending proof reserves
 * nothing: it is one of several candidates for its statement. A proof that is stored as verified
 * takes its statement and spends its nullifier at once.
 *
 * <p>The rules of circuits are remembered, and the server checks that they still hold. So the usual
 * candidate takes one round trip; only the first use of a key or a circuit takes more.
 */
final class ProofInsert {

  /** The operation under which the insert of one proof is timed. */
  static final String SAVE = "zk_proofs.save";

  /** A proof of a circuit whose signals identify the user. */
  private record Bound(ZkProof proof, UserBinding binding) {

    static Optional<Bound> of(ZkProof proof, Optional<CircuitRules> rules) {
      return rules.map(CircuitRules::user).map(binding -> new Bound(proof, binding));
    }
  }

  /**
   * The outcome for one proof: stored, or blocked by the user's own proof.
   *
   * @param stored null if it was not stored
   * @param own null if it was stored
   */
  record Placed(@Nullable ZkProof stored, @Nullable ZkProofId own) {}

  private record Judged(Claim claim, Outcome outcome) {}

  private static final EntityTable<ZkProof, ZkProofId> TABLE = ZkProofTable.TABLE;
  private static final ManyRows<Claim> ROWS = new ManyRows<>(ZK_PROOFS, Claim.VALUES);

  private static final Statement<Claim, Times> INSERT =
      Statement.of(
          SAVE,
          (in, out) -> {
            var createdAt = out.column(ZK_PROOFS.CTIME);
            var modifiedAt = out.column(ZK_PROOFS.MTIME);
            out.as(row -> new Times(row.get(createdAt), row.get(modifiedAt)));
            return ROWS.inserting(in).returning(out.fields());
          });

  private final VerificationKeys keys;
  private final Nullifiers nullifiers;
  private final KnownCircuits known;

  ProofInsert(RepositoryContext context, VerificationKeys keys, Nullifiers nullifiers) {
    this.keys = keys;
    this.nullifiers = nullifiers;
    this.known = new KnownCircuits(context);
  }

  /**
   * Inserts one proof in canonical form, unless the user's own proof is in its way and the caller
   * wants that one returned.
   *
   * @throws DuplicateStatementException with the id of the user's own proof, if that is in its way
   */
  Placed one(SqlExecutor on, ZkProof proof, IfStatementExists ifExists) {
    if (proof.verificationStatus() != PENDING) {
      return new Placed(on.atomically(SAVE, tx -> insert(tx, claim(tx, proof))), null);
    }
    Optional<Claim> assumed = assumed(proof);
    if (assumed.isPresent()) {
      Claim claim = assumed.get();
      Outcome outcome = on.first(ProofCandidates.place(claim), claim).orElseThrow();
      if (outcome.assumed()) {
        return placed(on, claim, outcome, ifExists);
      }
    }
    return withItsKey(on, proof, ifExists);
  }

  /** Returns the claim according to the remembered rules; empty if they do not allow the proof. */
  private Optional<Claim> assumed(ZkProof proof) {
    Optional<CircuitRules> rules = known.find(proof.circuitName(), proof.circuitVersion());
    if (rules.isEmpty() && proof.circuitName() != null) {
      return Optional.empty();
    }
    VerificationKeyHash key = VerificationKeyHash.of(proof.verificationKey());
    try {
      CircuitRules.check(proof, rules);
      Claim claim = Claim.of(proof, key, rules.orElse(null));
      UserBinding binding = rules.map(CircuitRules::user).orElse(null);
      if (binding == null) {
        return Optional.of(claim);
      }
      if (binding.identity() == UserIdentity.WALLET_ADDRESS) {
        return proof.userId() == null
            ? Optional.empty()
            : Optional.of(claim.withWallet(binding.wallet(proof.publicSignals())));
      }
      binding.check(proof.publicSignals(), proof.userId(), null);
      return Optional.of(claim);
    } catch (ValidationException refusedByWhatIsRemembered) {
      return Optional.empty();
    }
  }

  /** Inserts a candidate whose key or circuit is new, or unknown here. */
  private Placed withItsKey(SqlExecutor on, ZkProof proof, IfStatementExists ifExists) {
    Judged judged =
        on.atomicallyUntil(
            SAVE,
            tx -> {
              Claim claim = claim(tx, proof);
              return new Last<>(
                  ProofCandidates.place(claim),
                  claim,
                  outcome -> new Judged(claim, outcome.orElseThrow()));
            });
    if (!judged.outcome().assumed()) {
      throw VerificationKeys.gone();
    }
    return placed(on, judged.claim(), judged.outcome(), ifExists);
  }

  private Placed placed(SqlExecutor on, Claim claim, Outcome outcome, IfStatementExists ifExists) {
    if (outcome.times() != null) {
      return new Placed(stored(claim, outcome.times()), null);
    }
    ZkProofId own = outcome.found().own();
    if (own != null && ifExists == IfStatementExists.RETURN_OWN) {
      return new Placed(null, own);
    }
    if (claim.proof().id().equals(own)) {
      // A repeated call, which the error of the insert reports.
      return new Placed(on.atomically(SAVE, tx -> insert(tx, claim)), null);
    }
    throw on.failed(SAVE, refusal(on, claim, outcome.found()));
  }

  /** Explains why a candidate cannot be verified in the current state, or is above the limit. */
  private ZkPersonaException refusal(SqlExecutor on, Claim claim, Found found) {
    if (found.own() != null || found.taken()) {
      return new DuplicateStatementException(
          found.own() == null ? null : found.own().value(), null, null, null);
    }
    if (claim.nullifier() != null && found.uses() >= claim.uses()) {
      return new NullifierSpentException(
          nullifiers.firstOfUser(on, claim.nullifier(), claim.user(), claim.proof().id()),
          claim.uses());
    }
    return new TooManyCandidatesException(ZkProofRepository.MAX_CANDIDATES);
  }

  /**
   * Returns the user's own proof of the same statement: the verified one, or one with the same
   * content.
   */
  Optional<ZkProofId> own(SqlExecutor on, ZkProof proof) {
    Claim claim = claim(on, proof);
    return on.first(ExistingProofs.find(claim), claim).map(Found::own);
  }

  private Claim claim(SqlExecutor tx, ZkProof proof) {
    VerificationKeyHash key = VerificationKeyHash.of(proof.verificationKey());
    Optional<CircuitRules> rules =
        Objects.requireNonNull(keys.keep(tx, Map.of(key, proof.verificationKey())).get(key));
    CircuitRules.check(proof, rules);
    requireUsers(tx, Bound.of(proof, rules).stream().toList());
    return Claim.of(proof, key, rules.orElse(null));
  }

  private ZkProof insert(SqlExecutor tx, Claim claim) {
    ZkProof stored = stored(claim, tx.first(INSERT, claim).orElseThrow());
    spend(tx, claim);
    return stored;
  }

  private static ZkProof stored(Claim claim, Times times) {
    return TABLE.stamped(claim.proof(), times.createdAt(), times.modifiedAt());
  }

  /**
   * Inserts many proofs; each key is stored and locked once, in an order shared by all callers.
   * Pending proofs are not checked for whether they can still be verified.
   */
  void many(SqlExecutor tx, String operation, List<ZkProof> proofs) {
    Map<Json, VerificationKeyHash> hashes = new HashMap<>();
    proofs.forEach(
        proof -> hashes.computeIfAbsent(proof.verificationKey(), VerificationKeyHash::of));
    Map<VerificationKeyHash, Json> documents = new HashMap<>();
    hashes.forEach((key, hash) -> documents.put(hash, key));
    Map<VerificationKeyHash, Optional<CircuitRules>> rules = keys.keep(tx, documents);

    List<Bound> bound = new ArrayList<>();
    List<Claim> claims = new ArrayList<>(proofs.size());
    for (ZkProof proof : proofs) {
      VerificationKeyHash key = Objects.requireNonNull(hashes.get(proof.verificationKey()));
      Optional<CircuitRules> its = Objects.requireNonNull(rules.get(key));
      CircuitRules.check(proof, its);
      Bound.of(proof, its).ifPresent(bound::add);
      claims.add(Claim.of(proof, key, its.orElse(null)));
    }
    requireUsers(tx, bound);
    ROWS.insert(tx, operation, claims);
    claims.forEach(claim -> spend(tx, claim));
  }

  /** Rejects proofs whose signals identify another user than theirs. */
  private static void requireUsers(SqlExecutor tx, List<Bound> bound) {
    Set<UserId> asked =
        bound.stream()
            .filter(each -> each.binding().identity() == UserIdentity.WALLET_ADDRESS)
            .map(each -> each.proof().userId())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    Map<UserId, WalletAddress> wallets = asked.isEmpty() ? Map.of() : Wallets.of(tx, asked);
    bound.forEach(
        each -> {
          UserId user = each.proof().userId();
          each.binding()
              .check(each.proof().publicSignals(), user, user == null ? null : wallets.get(user));
        });
  }

  private void spend(SqlExecutor tx, Claim claim) {
    if (claim.spends() && claim.nullifier() != null) {
      nullifiers.spend(tx, claim.nullifier(), claim.uses(), claim.user(), claim.proof().id());
    }
  }
}
