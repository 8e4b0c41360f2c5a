package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.DuplicateStatementException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ExpiredProofException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.NullifierSpentException;
import io.zkpersona.domain.error.TooManyCandidatesException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.BlockInvalidation;
import io.zkpersona.domain.proof.Circuit;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.CreatedProof;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.RecordedAttempt;
import io.zkpersona.domain.proof.StatusChange;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationKeyHash;
import io.zkpersona.domain.proof.WitnessMembers;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.ZkProofHeader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Zero-knowledge proofs. Found by id they are whole; what a filter finds, and pages and slices, are
 * headers, without the three documents that are most of a proof's size.
 *
 * <p>Whichever way a proof is stored, in the same transaction its documents are checked and brought
 * into canonical form ({@link ZkProof#canonical}), its verification key is kept once for all
 * proofs, and it is held against the circuit that it names: the key must be one of the circuit's,
 * the protocol the circuit's, and the signal that names the user, if the circuit has one, must name
 * the proof's. A key that is declared for a circuit is refused without the circuit's name.
 *
 * <p>A pending proof is a candidate and holds nothing: anybody can send garbage with somebody
 * else's public signals. Candidates for one statement coexist, each content once a user, and up to
 * {@value #MAX_CANDIDATES} a user. {@link #markVerified} takes the statement and spends the
 * nullifier, in one step: among verified proofs a statement is unique for each user (and among
 * those of nobody), or among all if the circuit says so. A nullifier that was spent stays spent
 * when the proof expires, is deleted or its user erased; only {@link #invalidateFromBlock} gives it
 * back. {@link #save} and {@link #saveAll} take any status, for history from elsewhere: a proof
 * that comes verified takes and spends as it is stored, one that comes failed or expired does not.
 * Several pending proofs in one call are stored as candidates without a look at what is verified or
 * spent already, and are not counted.
 *
 * <p>All of them throw {@link DuplicateStatementException} if the user has the statement verified
 * or a candidate of the same content, or another user has it verified and only one may; {@link
 * NullifierSpentException} if the nullifier is spent as often as it may be; and {@link
 * TooManyCandidatesException}.
 *
 * <p>An update changes the references, {@code proofType}, {@code metadata} and {@code expiresAt};
 * it is refused with a {@link ValidationException} that names the component if anything else is
 * changed. Deleting a proof frees its statement and does not give its nullifier back.
 */
public interface ZkProofRepository
    extends Repository<ZkProof, ZkProofId>,
        FilterablePaginatedRepository<ZkProofHeader, ZkProofFilter> {

  /** How many proofs of a statement may be pending at once for one user. */
  int MAX_CANDIDATES = 16;

  /**
   * This repository with another answer to documents and metadata that have members by the name of
   * a private witness, such as {@code input}: it refuses them unless it is told that they are
   * stored knowingly.
   *
   * @param witness what to do with such members
   * @return a repository over the same connections, actor and deadline
   */
  ZkProofRepository with(WitnessMembers witness);

  /**
   * Stores a new proof, pending; or gives back the one with which its user proved the same before,
   * if that is wanted: the verified one, or else the candidate of the same content. However many
   * create one at once, it is stored once.
   *
   * <p>Repeat: gives the proof back, or is refused with {@link DuplicateStatementException} that
   * names it, as was asked for.
   *
   * @param request what is to be kept
   * @param ifStatementExists what to do if the user proved the statement before
   * @return the proof as stored, and whether it was there; never another user's
   * @throws ValidationException if the documents do not have the form of their protocol, or do not
   *     fit the circuit
   * @throws DuplicateStatementException if the user proved it before and an error is wanted, with
   *     the earlier proof's id; or if another user did and only one may, without
   * @throws NullifierSpentException if the nullifier was spent as often as it may be; with the id
   *     of the first proof that did, if it is the same user's
   * @throws TooManyCandidatesException if {@link #MAX_CANDIDATES} of the user wait for a verdict on
   *     the statement; nobody's proofs are not counted
   * @throws MissingReferenceException if it refers to what does not exist
   */
  CreatedProof create(CreateZkProofRequest request, IfStatementExists ifStatementExists);

  /**
   * Declares a circuit with its keys, before the first proof with each. To declare the same again
   * is fine, with all of its keys or some of them.
   *
   * <p>Repeat: gives the circuit as declared.
   *
   * @param circuit the circuit
   * @return the circuit as declared, with all of its keys in the order of their hashes
   * @throws DuplicateEntityException if something else is declared for the name and version, other
   *     keys included ({@link #addCircuitKeys} adds them), or a key is another circuit's
   * @throws ValidationException if there are proofs with a key already
   */
  Circuit declareCircuit(Circuit circuit);

  /**
   * Adds keys to a circuit: of a setup that was made anew. From then on proofs under them count for
   * the circuit as those under its other keys do. None is ever removed.
   *
   * <p>Repeat: changes nothing.
   *
   * @param name the circuit's name
   * @param version its version
   * @param verificationKeys the keys; those that it has already are fine
   * @return the circuit with all of its keys
   * @throws DuplicateEntityException if a key is another circuit's
   * @throws ValidationException if there is no such circuit, a key is none of its protocol or
   *     expects another number of signals, or there are proofs with a key already
   */
  Circuit addCircuitKeys(String name, String version, Collection<Json> verificationKeys);

  /**
   * Looks up what is declared for a key.
   *
   * @param verificationKeyHash the address of the key
   * @return the circuit, empty if none is declared
   */
  Optional<Circuit> findCircuit(VerificationKeyHash verificationKeyHash);

  /**
   * Looks up what is declared under a name.
   *
   * @param name the circuit's name
   * @param version its version
   * @return the circuit, empty if none is declared
   */
  Optional<Circuit> findCircuit(String name, String version);

  /**
   * Makes a pending proof verified, at the time of the attempt: in the same step its statement is
   * taken and its nullifier spent. Of many calls at once one wins; the attempt is kept in any case,
   * in the same transaction, unless an error is thrown: then the proof stays pending and nothing is
   * kept.
   *
   * <p>Repeat: changes no status and keeps the attempt a second time; ask {@code outcomeOf} first,
   * which knows the attempt's id.
   *
   * @param id which proof
   * @param attempt who accepted it
   * @return whether this call did it, and from what to what
   * @throws EntityNotFoundException if there is none
   * @throws ExpiredProofException if the attempt was made when the proof no longer counted
   * @throws DuplicateStatementException if the user has the statement verified by another proof, or
   *     another user has and only one may
   * @throws NullifierSpentException if the nullifier is spent as often as it may be; with the id of
   *     the first proof that did, if it is the same user's
   * @throws ValidationException if the verdict of the attempt is not accepted
   */
  StatusChange markVerified(ZkProofId id, VerificationAttempt attempt);

  /**
   * Makes a pending proof failed: it proved nothing. Of many calls at once one wins; the attempt is
   * kept in any case, in the same transaction.
   *
   * <p>Repeat: changes no status and keeps the attempt a second time; ask {@code outcomeOf} first,
   * which knows the attempt's id.
   *
   * @param id which proof
   * @param attempt who rejected it
   * @return whether this call did it, and from what to what
   * @throws EntityNotFoundException if there is none
   * @throws ExpiredProofException if the attempt was made when the proof no longer counted
   * @throws ValidationException if the verdict of the attempt is not rejected
   */
  StatusChange markFailed(ZkProofId id, VerificationAttempt attempt);

  /**
   * Makes a pending or verified proof expired, whatever its time. Its statement may then be proven
   * anew; a nullifier that it spent stays spent. Of many calls at once one wins.
   *
   * <p>Repeat: changes nothing, and says so.
   *
   * @param id which proof
   * @return whether this call did it, and from what to what
   * @throws EntityNotFoundException if there is none
   */
  StatusChange markExpired(ZkProofId id);

  /**
   * Keeps an attempt that came to nothing; the proof stays as it is.
   *
   * <p>Repeat: keeps the attempt a second time; ask {@code outcomeOf} first, which knows its id.
   *
   * @param id which proof
   * @param attempt the attempt
   * @throws EntityNotFoundException if there is none
   * @throws ValidationException if the verdict of the attempt is not inconclusive
   */
  void addInconclusiveAttempt(ZkProofId id, VerificationAttempt attempt);

  /**
   * The attempts to verify a proof, in the order in which they were recorded.
   *
   * @param id which proof
   * @return all of them; none if there is no such proof
   */
  List<RecordedAttempt> attempts(ZkProofId id);

  /**
   * Sets where on a chain a proof was seen, in the place of what was known of it.
   *
   * <p>Repeat: sets the same again, which does no harm.
   *
   * @param id which proof
   * @param seen where
   * @throws EntityNotFoundException if there is none
   */
  void recordOnChain(ZkProofId id, OnChainReference seen);

  /**
   * Undoes what a chain reorganisation took back, in one transaction: what was seen in a block or
   * later is no longer known to be on chain; attempts made there are marked as taken back; and a
   * verified proof is pending again if no other attempt had verified it, and the nullifier that it
   * spent is given back, once; an expired one gives its nullifier back and stays expired.
   *
   * <p>Repeat: undoes what is there by then; the numbers of the first call are lost.
   *
   * @param network the chain
   * @param blockNumber the first block that is gone, 0 or more
   * @return how many proofs it concerned
   * @throws ValidationException if the block's number is below 0
   */
  BlockInvalidation invalidateFromBlock(String network, long blockNumber);

  /**
   * Makes proofs expired that no longer count: pending and verified ones whose {@code expiresAt} is
   * now or earlier, the longest overdue first. One statement; what another call is just changing is
   * passed over, so that many processes can sweep at once. To be repeated until it returns less
   * than the batch.
   *
   * <p>Repeat: goes on with the next ones.
   *
   * @param now the time
   * @param batch how many at most, 1 to 10,000
   * @return how many it expired
   * @throws ValidationException if the batch is out of range
   */
  int expireDue(Instant now, int batch);
}
