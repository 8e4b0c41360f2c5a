package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;

import io.zkpersona.domain.error.DuplicateStatementException;
import io.zkpersona.domain.error.NullifierSpentException;
import io.zkpersona.domain.error.TooManyCandidatesException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.NullifierHash;
import io.zkpersona.domain.proof.NullifierRule;
import io.zkpersona.domain.proof.StatementHash;
import io.zkpersona.domain.proof.StatementUniqueness;
import io.zkpersona.domain.proof.UserBinding;
import io.zkpersona.domain.proof.UserIdentity;
import io.zkpersona.domain.proof.VerificationKeyHash;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.bulk.ManyRows;
import io.zkpersona.storage.internal.bulk.ManyRows.Value;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.proof.ProofCandidates.Found;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.util.ArrayList;
import java.util.Comparator;
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
 */
final class ProofInsert {

  private enum Key {
    INSERT,
    MANY
  }

  /** A proof with the hash of its key and the requirements of that key's circuit. */
  record Claim(
      ZkProof proof,
      VerificationKeyHash key,
      StatementHash statement,
      boolean global,
      ProofHash content,
      @Nullable NullifierRule rule,
      @Nullable NullifierHash nullifier) {

    private static Claim of(ZkProof proof, VerificationKeyHash key, @Nullable CircuitRules rules) {
      NullifierRule rule = rules == null ? null : rules.nullifier();
      return new Claim(
          proof,
          key,
          rules == null
              ? StatementHash.of(key, proof.protocol(), proof.publicSignals())
              : rules.statement(proof.publicSignals()),
          rules != null && rules.uniqueness() == StatementUniqueness.GLOBAL,
          ProofHash.of(proof.proofData()),
          rule,
          rule == null ? null : rule.hash(proof.publicSignals()));
    }

    boolean spends() {
      return nullifier != null && proof.verificationStatus() == VerificationStatus.VERIFIED;
    }
  }

  /** A proof of a circuit whose signals identify the user. */
  private record Bound(ZkProof proof, UserBinding binding) {

    static Optional<Bound> of(ZkProof proof, Optional<CircuitRules> rules) {
      return rules.map(CircuitRules::user).map(binding -> new Bound(proof, binding));
    }
  }

  private static final EntityTable<ZkProof, ZkProofId> TABLE = ZkProofTable.TABLE;
  private static final List<Value<Claim, ?>> VALUES = values();

  private final RepositoryContext context;
  private final VerificationKeys keys;
  private final ProofCandidates candidates;
  private final Nullifiers nullifiers;
  private final Wallets wallets;
  private final ManyRows<Claim> rows;

  ProofInsert(
      RepositoryContext context,
      VerificationKeys keys,
      ProofCandidates candidates,
      Nullifiers nullifiers) {
    this.context = context;
    this.keys = keys;
    this.candidates = candidates;
    this.nullifiers = nullifiers;
    this.wallets = new Wallets(context);
    this.rows = new ManyRows<>(Key.MANY, ZK_PROOFS, VALUES, context.shapes());
  }

  private static List<Value<Claim, ?>> values() {
    List<Value<Claim, ?>> values = new ArrayList<>();
    TABLE.insertable().forEach(column -> values.add(Value.of(column, Claim::proof)));
    values.add(Value.of(ZK_PROOFS.VERIFICATION_KEY_HASH, Claim::key));
    values.add(Value.of(ZK_PROOFS.STATEMENT_HASH, Claim::statement));
    values.add(Value.of(ZK_PROOFS.STATEMENT_GLOBAL, Claim::global));
    values.add(Value.of(ZK_PROOFS.PROOF_HASH, claim -> claim.content().bytes()));
    values.add(Value.of(ZK_PROOFS.NULLIFIER_HASH, Claim::nullifier));
    values.add(Value.of(ZK_PROOFS.NULLIFIER_SPENT, Claim::spends));
    return List.copyOf(values);
  }

  /**
   * The outcome for one proof: stored, or blocked by the user's own proof.
   *
   * @param stored null if it was not stored
   * @param own null if it was stored
   */
  record Placed(@Nullable ZkProof stored, @Nullable ZkProofId own) {}

  /**
   * Inserts one proof in canonical form, unless the user's own proof is in its way and the caller
   * wants that one returned.
   *
   * @throws DuplicateStatementException with the id of the user's own proof, if that is in its way
   */
  Placed one(SqlExecutor tx, ZkProof proof, IfStatementExists ifExists) {
    boolean pending = proof.verificationStatus() == VerificationStatus.PENDING;
    Claim claim =
        claim(
            tx,
            proof,
            pending ? ProofCandidates.lock(proof.userId(), proof.publicSignals()) : null);
    if (pending) {
      Found found = candidates.find(tx, claim);
      if (found.own() != null && ifExists == IfStatementExists.RETURN_OWN) {
        return new Placed(null, found.own());
      }
      // A proof with the same id is a repeated call, which the error of the insert reports.
      if (!proof.id().equals(found.own())) {
        requireChance(tx, claim, found);
      }
    }
    return new Placed(insert(tx, claim), null);
  }

  /**
   * Returns the user's own proof of the same statement: the verified one, or one with the same
   * content.
   */
  Optional<ZkProofId> own(SqlExecutor on, ZkProof proof) {
    return Optional.ofNullable(candidates.find(on, claim(on, proof, null)).own());
  }

  private Claim claim(SqlExecutor tx, ZkProof proof, @Nullable Long candidatesLock) {
    VerificationKeyHash key = VerificationKeyHash.of(proof.verificationKey());
    Optional<CircuitRules> rules = keys.keep(tx, key, proof.verificationKey(), candidatesLock);
    CircuitRules.check(proof, rules);
    requireUsers(tx, Bound.of(proof, rules).stream().toList());
    return Claim.of(proof, key, rules.orElse(null));
  }

  private ZkProof insert(SqlExecutor tx, Claim claim) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.INSERT,
                params ->
                    rows.inserting(params)
                        .returning(
                            TABLE.audit().createdAt().field(), TABLE.audit().modifiedAt().field()));
    ZkProof stored =
        tx.first(
                "zk_proofs.save",
                shape,
                stamp -> TABLE.stamped(claim.proof(), TABLE.time(stamp, 1), TABLE.time(stamp, 2)),
                rows.bound(claim))
            .orElseThrow();
    spend(tx, claim);
    return stored;
  }

  /** Rejects a candidate that cannot be verified in the current state, and one above the limit. */
  private void requireChance(SqlExecutor tx, Claim claim, Found found) {
    if (found.own() != null || found.anothers()) {
      throw new DuplicateStatementException(
          found.own() == null ? null : found.own().value(), null, null, null);
    }
    NullifierRule rule = claim.rule();
    if (rule != null && claim.nullifier() != null && found.uses() >= rule.uses()) {
      throw new NullifierSpentException(
          nullifiers.firstOfUser(tx, claim.nullifier(), claim.proof().userId(), claim.proof().id()),
          rule.uses());
    }
    if (claim.proof().userId() != null && found.pending() >= ZkProofRepository.MAX_CANDIDATES) {
      throw new TooManyCandidatesException(ZkProofRepository.MAX_CANDIDATES);
    }
  }

  /**
   * Inserts many proofs; each key is stored and locked once, in an order shared by all callers.
   * Pending proofs are not checked for whether they can still be verified.
   */
  void many(SqlExecutor tx, String operation, List<ZkProof> proofs) {
    Map<Json, VerificationKeyHash> hashes = new HashMap<>();
    proofs.forEach(
        proof -> hashes.computeIfAbsent(proof.verificationKey(), VerificationKeyHash::of));
    Map<VerificationKeyHash, Optional<CircuitRules>> rules = new HashMap<>();
    hashes.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparing(VerificationKeyHash::value)))
        .forEach(
            key -> rules.put(key.getValue(), keys.keep(tx, key.getValue(), key.getKey(), null)));

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
    rows.insert(tx, operation, claims);
    claims.forEach(claim -> spend(tx, claim));
  }

  /** Rejects proofs whose signals identify another user than theirs. */
  private void requireUsers(SqlExecutor tx, List<Bound> bound) {
    Set<UserId> asked =
        bound.stream()
            .filter(each -> each.binding().identity() == UserIdentity.WALLET_ADDRESS)
            .map(each -> each.proof().userId())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    Map<UserId, WalletAddress> known = asked.isEmpty() ? Map.of() : wallets.of(tx, asked);
    bound.forEach(
        each -> {
          UserId user = each.proof().userId();
          each.binding()
              .check(each.proof().publicSignals(), user, user == null ? null : known.get(user));
        });
  }

  private void spend(SqlExecutor tx, Claim claim) {
    if (claim.spends() && claim.rule() != null && claim.nullifier() != null) {
      nullifiers.spend(
          tx, claim.nullifier(), claim.rule().uses(), claim.proof().userId(), claim.proof().id());
    }
  }
}
