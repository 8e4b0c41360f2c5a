package io.zkpersona.examples.step;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.user.User;
import io.zkpersona.examples.data.InputFactory;
import io.zkpersona.examples.data.ProofKind;
import io.zkpersona.examples.data.ProofOrigin;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows that this example stored, in this run or an earlier one. Inputs and proofs are
 * recognized by the name of the data set, reputations by their proof, and users by the actor who
 * created them.
 *
 * @param proofs the proofs of the data set
 * @param reputations the reputation records that refer to these proofs
 * @param users all users that the example created
 */
record OwnRows(List<ZkProofHeader> proofs, List<ReputationRecord> reputations, List<UserId> users) {

  static OwnRows of(Walk walk) {
    Repositories repositories = walk.database().repositories();
    List<ZkProofHeader> proofs =
        new ProofOrigin(walk.data().sessionId()).proofs(repositories.zkProofs());
    return new OwnRows(
        proofs, reputations(repositories.reputationRecords(), proofs), users(repositories));
  }

  private static List<ReputationRecord> reputations(
      ReputationRecordRepository repository, List<ZkProofHeader> proofs) {
    var ids = proofs.stream().map(ZkProofHeader::id).collect(Collectors.toSet());
    Set<UserId> owners =
        proofs.stream()
            .map(ZkProofHeader::userId)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    List<ReputationRecord> found = new ArrayList<>();
    for (UserId owner : owners) {
      repository.find(ReputationFilter.builder().userId(owner).build()).stream()
          .filter(OwnRows::isOwn)
          .filter(record -> record.zkProofId() != null && ids.contains(record.zkProofId()))
          .forEach(found::add);
    }
    return found;
  }

  private static List<UserId> users(Repositories repositories) {
    try (Stream<User> users = repositories.users().stream()) {
      return users.filter(OwnUsers::isOwn).map(User::id).toList();
    }
  }

  /** Tells whether this example recorded a reputation. */
  static boolean isOwn(ReputationRecord record) {
    return InputFactory.AUTHOR.equals(record.audit().createdBy());
  }

  /** Returns the number of proofs that hold a nullifier. */
  long nullifiers() {
    return proofs.stream()
        .filter(proof -> ProofKind.REPUTATION_THRESHOLD.circuitName().equals(proof.circuitName()))
        .filter(proof -> proof.verificationStatus() == VerificationStatus.VERIFIED)
        .count();
  }

  /** Returns the number of verification keys that the proofs need. */
  long keys() {
    return proofs.stream().map(ZkProofHeader::verificationKeyHash).distinct().count();
  }

  /**
   * Deletes the reputations, then their proofs, then the users without other rows.
   *
   * @return the number of users deleted
   */
  long delete(Repositories tx) {
    reputations.forEach(record -> tx.reputationRecords().deleteById(record.id()));
    proofs.forEach(proof -> tx.zkProofs().deleteById(proof.id()));
    long deleted = 0;
    for (UserId user : users) {
      if (isUnused(tx, user)) {
        tx.users().deleteById(user);
        deleted++;
      }
    }
    return deleted;
  }

  /**
   * Tells whether a user has no other rows. Deleting a user also deletes dependent rows, which may
   * belong to others.
   */
  private static boolean isUnused(Repositories tx, UserId user) {
    return tx.behaviorInputs().count(BehaviorInputFilter.builder().userId(user).build()) == 0
        && tx.behaviorSessions().count(BehaviorSessionFilter.builder().userId(user).build()) == 0
        && tx.zkProofs().headers().count(ZkProofFilter.builder().userId(user).build()) == 0
        && tx.reputationRecords().count(ReputationFilter.builder().userId(user).build()) == 0
        && tx.access().rolesOf(user).isEmpty();
  }
}
