package io.zkpersona.storage.change.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.ChangeProof;
import io.zkpersona.domain.change.InclusionProof;
import io.zkpersona.domain.change.SealHash;
import io.zkpersona.domain.change.SealHead;
import io.zkpersona.storage.repository.change.ChangeSeals;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Proofs from the stored log, checked as their receiver does, with the domain's classes only. */
class SealProofIT extends SealFixture {

  private static final int BLOCKS = 40;
  private static final int LARGEST = 70;
  private static final long SEED =
      Long.getLong("zkpersona.test.seed", new Random().nextInt(Integer.MAX_VALUE));

  private static ChangeProof proof(long position) {
    return seals().proofOfInclusion(position).orElseThrow();
  }

  @Test
  void everyHeadIsProvenToExtendEachEarlierOne() {
    List<SealHead> heads = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      change(1);
      heads.add(seal());
    }
    ChangeSeals seals = seals();
    for (SealHead later : heads) {
      for (SealHead earlier : heads.subList(0, (int) later.blocks())) {
        assertThat(seals.proofOfConsistency(earlier.blocks(), later.blocks()))
            .as("%d to %d", earlier.blocks(), later.blocks())
            .matches(proof -> proof.verify(earlier, later));
      }
    }
    List<Long> positions = positions();
    for (long position : positions) {
      assertThat(proof(position).verify(heads.get(BLOCKS - 1))).isTrue();
      assertThat(proof(position).verify(heads.get(BLOCKS - 2))).isFalse();
    }
  }

  @Test
  void everyChangeOfABlockOfAnySmallSizeIsProven(TestReporter reporter) {
    reporter.publishEntry("zkpersona.test.seed", Long.toString(SEED));
    Random random = new Random(SEED);
    for (int size = 1; size <= LARGEST; size++) {
      change(size);
      SealHead head = seal();
      List<Long> positions = positions();
      List<Long> own = positions.subList(positions.size() - size, positions.size());
      for (int i : new int[] {0, random.nextInt(size), size - 1}) {
        ChangeProof proof = proof(own.get(i));
        assertThat(proof.verify(head)).as("%d of %d", i, size).isTrue();
        assertThat(proof.change().position()).isEqualTo(own.get(i));
        assertThat(proof.inBlock()).extracting(InclusionProof::size).isEqualTo((long) size);
        assertThat(proof.block().head()).isEqualTo(head);
      }
    }
    assertIntact(LARGEST * (LARGEST + 1) / 2);
  }

  @Test
  void aProofOpensTheChangeUntilThatIsLeftOut() {
    String user = changeVariously().id().value().toString();
    SealHead head = seal();
    ChangeProof update = proof(positions().get(1));

    assertThat(update.verify(head)).isTrue();
    assertThat(update.opening()).contains(user, "\"username\": null");
    assertThat(update.actorOpening()).contains(ACTOR.value().toString());
    assertThat(SealHash.ofText(update.opening())).isEqualTo(update.change().commitment());
    ChangeProof bare = update.withoutOpenings();
    assertThat(bare.verify(head)).isTrue();
    assertThat(bare.toString()).doesNotContain(user);

    change(1);
    seal();
    ChangeProof byNobody = proof(positions().get(6));
    assertThat(byNobody.actorOpening()).isNull();
    assertThat(byNobody.change().actorCommitment()).isEqualTo(SealHash.ofText("[null, null]"));
  }

  @Test
  void aProofOfALaterHeadIsTiedToAnAnchoredOneByConsistency() {
    change(3);
    SealHead anchored = seal();
    change(3);
    SealHead head = seal();
    ChangeProof proof = proof(positions().get(0));

    assertThat(proof.verify(anchored)).isFalse();
    assertThat(proof.verify(head)).isTrue();
    assertThat(
            seals()
                .proofOfConsistency(anchored.blocks(), head.blocks())
                .verify(anchored, proof.head()))
        .isTrue();
  }

  @Test
  void aChangeThatIsNotSealedHasNoProof() {
    change(1);
    assertThat(seals().proofOfInclusion(positions().get(0))).isEmpty();
    seal();
    change(1);
    assertThat(seals().proofOfInclusion(positions().get(1))).isEmpty();
    assertThat(seals().proofOfInclusion(positions().get(0))).isPresent();
  }
}
