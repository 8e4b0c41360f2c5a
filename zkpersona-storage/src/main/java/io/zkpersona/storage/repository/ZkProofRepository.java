package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.BlockInvalidation;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.CreatedProof;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.ExpiredProofException;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.NullifierSpentException;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.RecordedAttempt;
import io.zkpersona.domain.proof.StatusChange;
import io.zkpersona.domain.proof.TooManyCandidatesException;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.domain.proof.document.WitnessMembers;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Stores zero-knowledge proofs. The methods of this interface return complete proofs. Filters,
 * pages and slices return headers, without the three documents that make up most of a proof's size;
 * see {@link #headers}.
 *
 * <p>Every way of storing a proof does the following in the same transaction. It checks the
 * documents and converts them to canonical form ({@link ZkProof#canonical}). It stores the
 * verification key once for all proofs. It checks the proof against the circuit that it names: the
 * key must be one of the circuit's, the protocol must match, and the signal that identifies the
 * user, if the circuit has one, must identify the proof's user. A key that is declared for a
 * circuit is rejected without the circuit's name.
 *
 * <p>A pending proof is a candidate and claims nothing, since anyone can submit garbage with
 * another user's public signals. Candidates for one statement coexist: each content once per user,
 * and up to {@value #MAX_CANDIDATES} per user. {@link #markVerified} claims the statement and
 * spends the nullifier in one step. Among verified proofs a statement is unique per user (and among
 * proofs without a user), or globally if the circuit requires it. A spent nullifier stays spent
 * when the proof expires or is deleted, or its user is erased; only {@link #invalidateFromBlock}
 * releases it.
 *
 * <p>{@link #save} and {@link #saveAll} accept any status, to import history: a verified proof
 * claims its statement and spends its nullifier as it is stored; a failed or expired one does not.
 * If one call stores several pending proofs, they become candidates without a check for verified
 * statements, spent nullifiers or the limit.
 *
 * <p>All of these methods throw {@link DuplicateStatementException} if the user has verified the
 * statement or has a candidate with the same content, or if another user has verified it and the
 * statement is globally unique; {@link NullifierSpentException} if the nullifier is spent as often
 * as allowed; and {@link TooManyCandidatesException}.
 *
 * <p>An update may change the references, {@code proofType}, {@code metadata} and {@code
 * expiresAt}; a change of another component throws {@link ValidationException}, naming the
 * component. Deleting a proof frees its statement but does not release its nullifier.
 */
public interface ZkProofRepository
    extends Repository<ZkProof, ZkProofId>, HistoryOf<ZkProofHeader, ZkProofId> {

  /** The maximum number of pending proofs of a statement for one user. */
  int MAX_CANDIDATES = 16;

  /**
   * Returns this repository with another treatment of documents and metadata that contain members
   * named like a private witness, such as {@code input}. By default they are rejected.
   *
   * @param witness the treatment of such members
   * @return a repository with the same connections, actor and deadline
   */
  ZkProofRepository with(WitnessMembers witness);

  /**
   * Returns the filters, pages and slices of proofs, which read headers; {@link #getById} and
   * {@link #findAllById} read the complete proofs of headers. {@code delete} and {@code
   * deleteEverything} delete whole proofs.
   *
   * @return a view of the same proofs, with the same connections and deadline
   */
  FilterablePaginatedRepository<ZkProofHeader, ZkProofFilter> headers();

  /**
   * Stores a new pending proof. On request, returns the user's earlier proof of the same statement
   * instead: the verified one, or else the candidate with the same content. Concurrent calls store
   * the proof once.
   *
   * <p>Repeat: returns the stored proof, or throws {@link DuplicateStatementException} with its id,
   * as {@code ifStatementExists} says.
   *
   * @param request the content of the proof
   * @param ifStatementExists whether to return the user's earlier proof or to throw
   * @return the proof as stored, and whether it existed before; never another user's proof
   * @throws ValidationException if the documents do not conform to their protocol or to the circuit
   * @throws DuplicateStatementException if the user proved the statement before and {@code
   *     ifStatementExists} asks for an error, with the earlier proof's id; or if another user
   *     verified it and the statement is globally unique, without an id
   * @throws NullifierSpentException if the nullifier is spent as often as allowed; with the id of
   *     the first proof that spent it, if that is the same user's
   * @throws TooManyCandidatesException if the user has {@link #MAX_CANDIDATES} pending proofs of
   *     the statement; proofs without a user are not limited
   * @throws MissingReferenceException if it refers to a row that does not exist
   */
  CreatedProof create(CreateZkProofRequest request, IfStatementExists ifStatementExists);

  /**
   * Declares a circuit and its verification keys, which must happen before the first proof with
   * each key. Declaring the same circuit again, with all or some of its keys, is allowed.
   *
   * <p>Repeat: returns the circuit as declared.
   *
   * @param circuit the circuit
   * @return the circuit as declared, with all of its keys, ordered by hash
   * @throws DuplicateEntityException if a different circuit is declared under the name and version,
   *     including one with other keys ({@link #addCircuitKeys} adds keys), or if a key belongs to
   *     another circuit
   * @throws ValidationException if proofs with one of the keys already exist
   */
  Circuit declareCircuit(Circuit circuit);

  /**
   * Adds verification keys to a circuit, for example after a new trusted setup. From then on,
   * proofs under these keys count for the circuit like those under its other keys. Keys are never
   * removed.
   *
   * <p>Repeat: changes nothing.
   *
   * @param name the circuit's name
   * @param version its version
   * @param verificationKeys the keys; keys that the circuit already has are allowed
   * @return the circuit with all of its keys
   * @throws DuplicateEntityException if a key belongs to another circuit
   * @throws ValidationException if there is no such circuit, a key has another protocol or number
   *     of signals, or proofs with one of the keys already exist
   */
  Circuit addCircuitKeys(String name, String version, Collection<Json> verificationKeys);

  /**
   * Looks up the circuit of a verification key.
   *
   * @param verificationKeyHash the hash of the key
   * @return the circuit; empty if none is declared
   */
  Optional<Circuit> findCircuit(VerificationKeyHash verificationKeyHash);

  /**
   * Looks up a circuit by name and version.
   *
   * @param name the circuit's name
   * @param version its version
   * @return the circuit; empty if none is declared
   */
  Optional<Circuit> findCircuit(String name, String version);

  /**
   * Marks a pending proof as verified at the time of the attempt; in the same step, claims its
   * statement and spends its nullifier. Of concurrent calls one changes the status. The attempt is
   * stored in either case, in the same transaction. If the call throws, the proof stays pending and
   * nothing is stored.
   *
   * <p>Repeat: changes no status and stores the attempt a second time; call {@code outcomeOf}
   * first, which knows the attempt's id.
   *
   * @param id the proof's id
   * @param attempt the attempt that accepted the proof
   * @return whether this call changed the status, with the old and new status
   * @throws EntityNotFoundException if there is no such proof
   * @throws ExpiredProofException if the attempt was made after the proof's expiry
   * @throws DuplicateStatementException if another proof of the user has verified the statement, or
   *     another user has verified it and the statement is globally unique
   * @throws NullifierSpentException if the nullifier is spent as often as allowed; with the id of
   *     the first proof that spent it, if that is the same user's
   * @throws ValidationException if the attempt's verdict is not "accepted"
   */
  StatusChange markVerified(ZkProofId id, VerificationAttempt attempt);

  /**
   * Marks a pending proof as failed. Of concurrent calls one changes the status. The attempt is
   * stored in either case, in the same transaction.
   *
   * <p>Repeat: changes no status and stores the attempt a second time; call {@code outcomeOf}
   * first, which knows the attempt's id.
   *
   * @param id the proof's id
   * @param attempt the attempt that rejected the proof
   * @return whether this call changed the status, with the old and new status
   * @throws EntityNotFoundException if there is no such proof
   * @throws ExpiredProofException if the attempt was made after the proof's expiry
   * @throws ValidationException if the attempt's verdict is not "rejected"
   */
  StatusChange markFailed(ZkProofId id, VerificationAttempt attempt);

  /**
   * Marks a pending or verified proof as expired, regardless of its {@code expiresAt}. Its
   * statement may then be proven again; a nullifier that it spent stays spent. Of concurrent calls
   * one changes the status.
   *
   * <p>Repeat: changes nothing; the result says so.
   *
   * @param id the proof's id
   * @return whether this call changed the status, with the old and new status
   * @throws EntityNotFoundException if there is no such proof
   */
  StatusChange markExpired(ZkProofId id);

  /**
   * Stores an inconclusive attempt; the proof does not change.
   *
   * <p>Repeat: stores the attempt a second time; call {@code outcomeOf} first, which knows its id.
   *
   * @param id the proof's id
   * @param attempt the attempt
   * @throws EntityNotFoundException if there is no such proof
   * @throws ValidationException if the attempt's verdict is not "inconclusive"
   */
  void addInconclusiveAttempt(ZkProofId id, VerificationAttempt attempt);

  /**
   * Returns the attempts to verify a proof, in the order in which they were recorded.
   *
   * @param id the proof's id
   * @return all attempts; empty if there is no such proof
   */
  List<RecordedAttempt> attempts(ZkProofId id);

  /**
   * Records where a proof was seen on chain, replacing an earlier record.
   *
   * <p>Repeat: records the same reference again, which is harmless.
   *
   * @param id the proof's id
   * @param seen the network, transaction and block
   * @throws EntityNotFoundException if there is no such proof
   */
  void recordOnChain(ZkProofId id, OnChainReference seen);

  /**
   * Reverts a block and all later blocks after a chain reorganization, in one transaction. Proofs
   * seen there lose their on-chain reference, and attempts made there are marked as reverted. A
   * verified proof that no other attempt verified becomes pending again and releases the nullifier
   * it spent, once; an expired one releases its nullifier and stays expired.
   *
   * <p>Repeat: reverts the data stored at that time; the counts of the first call are lost.
   *
   * @param network the network of the chain
   * @param blockNumber the first reverted block, 0 or more
   * @return the counts of affected proofs
   * @throws ValidationException if the block number is negative
   */
  BlockInvalidation invalidateFromBlock(String network, long blockNumber);

  /**
   * Expires pending and verified proofs whose {@code expiresAt} is now or earlier, the longest
   * overdue first. One statement that skips rows locked by others, so that many processes can run
   * it at once. Call again until it returns less than {@code batch}.
   *
   * <p>Repeat: continues with the next ones.
   *
   * @param now the current time
   * @param batch the maximum number, 1 to 10,000
   * @return how many proofs were expired
   * @throws ValidationException if {@code batch} is out of range
   */
  int expireDue(Instant now, int batch);
}
