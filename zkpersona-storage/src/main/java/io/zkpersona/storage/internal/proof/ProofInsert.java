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

  private record Judged(KeyedProof keyed, Outcome outcome) {}

  private static final EntityTable<ZkProof, ZkProofId> TABLE = ZkProofTable.TABLE;
  private static final ManyRows<KeyedProof> ROWS = new ManyRows<>(ZK_PROOFS, KeyedProof.VALUES);

  private static final Statement<KeyedProof, Times> INSERT =
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
      return new Placed(on.atomically(SAVE, tx -> insert(tx, keyed(tx, proof))), null);
    }
    Optional<KeyedProof> assumed = assumed(proof);
    if (assumed.isPresent()) {
      KeyedProof keyed = assumed.get();
      Outcome outcome = on.first(ProofCandidates.place(keyed), keyed).orElseThrow();
      if (outcome.assumed()) {
        return placed(on, keyed, outcome, ifExists);
      }
    }
    return withItsKey(on, proof, ifExists);
  }

  /** Returns the proof with the remembered rules; empty if they do not allow it. */
  private Optional<KeyedProof> assumed(ZkProof proof) {
    Optional<CircuitRules> rules = known.find(proof.circuitName(), proof.circuitVersion());
    if (rules.isEmpty() && proof.circuitName() != null) {
      return Optional.empty();
    }
    VerificationKeyHash key = VerificationKeyHash.of(proof.verificationKey());
    try {
      CircuitRules.check(proof, rules);
      KeyedProof keyed = KeyedProof.of(proof, key, rules.orElse(null));
      UserBinding binding = rules.map(CircuitRules::user).orElse(null);
      if (binding == null) {
        return Optional.of(keyed);
      }
      if (binding.identity() == UserIdentity.WALLET_ADDRESS) {
        return proof.userId() == null
            ? Optional.empty()
            : Optional.of(keyed.withWallet(binding.wallet(proof.publicSignals())));
      }
      binding.check(proof.publicSignals(), proof.userId(), null);
      return Optional.of(keyed);
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
              KeyedProof keyed = keyed(tx, proof);
              return new Last<>(
                  ProofCandidates.place(keyed),
                  keyed,
                  outcome -> new Judged(keyed, outcome.orElseThrow()));
            });
    if (!judged.outcome().assumed()) {
      throw VerificationKeys.gone();
    }
    return placed(on, judged.keyed(), judged.outcome(), ifExists);
  }

  private Placed placed(
      SqlExecutor on, KeyedProof keyed, Outcome outcome, IfStatementExists ifExists) {
    if (outcome.times() != null) {
      return new Placed(stored(keyed, outcome.times()), null);
    }
    ZkProofId own = outcome.found().own();
    if (own != null && ifExists == IfStatementExists.RETURN_OWN) {
      return new Placed(null, own);
    }
    if (keyed.proof().id().equals(own)) {
      // A repeated call, which the error of the insert reports.
      return new Placed(on.atomically(SAVE, tx -> insert(tx, keyed)), null);
    }
    throw on.refused(SAVE, refusal(on, keyed, outcome.found()));
  }

  /** Explains why a candidate cannot be verified in the current state, or is above the limit. */
  private ZkPersonaException refusal(SqlExecutor on, KeyedProof keyed, Found found) {
    if (found.own() != null || found.taken()) {
      return new DuplicateStatementException(
          found.own() == null ? null : found.own().value(), null, null, null);
    }
    if (keyed.nullifier() != null && found.uses() >= keyed.uses()) {
      return new NullifierSpentException(
          nullifiers.firstOfUser(on, keyed.nullifier(), keyed.user(), keyed.proof().id()),
          keyed.uses());
    }
    return new TooManyCandidatesException(ZkProofRepository.MAX_CANDIDATES);
  }

  /**
   * Returns the user's own proof of the same statement: the verified one, or one with the same
   * content.
   */
  Optional<ZkProofId> own(SqlExecutor on, ZkProof proof) {
    KeyedProof keyed = keyed(on, proof);
    return on.first(ExistingProofs.find(keyed), keyed).map(Found::own);
  }

  private KeyedProof keyed(SqlExecutor tx, ZkProof proof) {
    VerificationKeyHash key = VerificationKeyHash.of(proof.verificationKey());
    Optional<CircuitRules> rules =
        Objects.requireNonNull(keys.keep(tx, Map.of(key, proof.verificationKey())).get(key));
    CircuitRules.check(proof, rules);
    requireUsers(tx, Bound.of(proof, rules).stream().toList());
    return KeyedProof.of(proof, key, rules.orElse(null));
  }

  private ZkProof insert(SqlExecutor tx, KeyedProof keyed) {
    ZkProof stored = stored(keyed, tx.first(INSERT, keyed).orElseThrow());
    spend(tx, keyed);
    return stored;
  }

  private static ZkProof stored(KeyedProof keyed, Times times) {
    return TABLE.stamped(keyed.proof(), times.createdAt(), times.modifiedAt());
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
    List<KeyedProof> keyedProofs = new ArrayList<>(proofs.size());
    for (ZkProof proof : proofs) {
      VerificationKeyHash key = Objects.requireNonNull(hashes.get(proof.verificationKey()));
      Optional<CircuitRules> its = Objects.requireNonNull(rules.get(key));
      CircuitRules.check(proof, its);
      Bound.of(proof, its).ifPresent(bound::add);
      keyedProofs.add(KeyedProof.of(proof, key, its.orElse(null)));
    }
    requireUsers(tx, bound);
    ROWS.insert(tx, operation, keyedProofs);
    keyedProofs.forEach(keyed -> spend(tx, keyed));
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

  private void spend(SqlExecutor tx, KeyedProof keyed) {
    if (keyed.spends() && keyed.nullifier() != null) {
      nullifiers.spend(tx, keyed.nullifier(), keyed.uses(), keyed.user(), keyed.proof().id());
    }
  }
}
