package io.zkpersona.examples;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this example put into the database, in this run or an earlier one. Inputs and proofs of the
 * data set are known by its name, reputations by the proof they rest on, users by who made them.
 *
 * @param proofs the proofs of the data set
 * @param reputations the records that rest on them
 * @param users all users that the example made
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

  /** Whether this example recorded a reputation. */
  static boolean isOwn(ReputationRecord record) {
    return InputFactory.AUTHOR.equals(record.audit().createdBy());
  }

  /** How many proofs hold a nullifier. */
  long nullifiers() {
    return proofs.stream()
        .filter(proof -> ProofKind.REPUTATION_THRESHOLD.circuitName().equals(proof.circuitName()))
        .filter(proof -> proof.verificationStatus() == VerificationStatus.VERIFIED)
        .count();
  }

  /** How many verification keys the proofs need. */
  long keys() {
    return proofs.stream().map(ZkProofHeader::verificationKeyHash).distinct().count();
  }

  /**
   * Deletes the reputations, then the proofs they rest on, then the users whom nothing needs.
   *
   * @return how many users were deleted
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

  /** With a user goes what hangs on it, which need not be ours. */
  private static boolean isUnused(Repositories tx, UserId user) {
    return tx.behaviorInputs().count(BehaviorInputFilter.builder().userId(user).build()) == 0
        && tx.behaviorSessions().count(BehaviorSessionFilter.builder().userId(user).build()) == 0
        && tx.zkProofs().count(ZkProofFilter.builder().userId(user).build()) == 0
        && tx.reputationRecords().count(ReputationFilter.builder().userId(user).build()) == 0
        && tx.access().rolesOf(user).isEmpty();
  }
}
