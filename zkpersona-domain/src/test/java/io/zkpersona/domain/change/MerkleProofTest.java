package io.zkpersona.domain.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import io.zkpersona.domain.error.ValidationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Proofs of trees of each small size, against the RFC's definitions and Sigstore's verifier. */
class MerkleProofTest {

  private static final int MAX = 70;
  private static final long SEED =
      Long.getLong("zkpersona.test.seed", new Random().nextInt(Integer.MAX_VALUE));

  /** The leaves and roots that implementations of Certificate Transparency share as test data. */
  private static final List<SealHash> SHARED_LEAVES =
      Stream.of(
              "",
              "00",
              "10",
              "2021",
              "3031",
              "40414243",
              "5051525354555657",
              "606162636465666768696a6b6c6d6e6f")
          .map(data -> SealHash.ofLeaf(HexFormat.of().parseHex(data)))
          .toList();

  private static final List<String> SHARED_ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  /** Returns leaves that differ; the first is empty. */
  private static List<SealHash> leaves(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] data = new byte[i == 0 ? 0 : 8 + random.nextInt(200)];
              random.nextBytes(data);
              assertThat(SealHash.ofLeaf(data)).isEqualTo(RfcTree.leaf(data));
              return SealHash.ofLeaf(data);
            })
        .toList();
  }

  @Test
  void theSharedTestDataHasTheSharedRoots() {
    for (int size = 1; size <= SHARED_LEAVES.size(); size++) {
      assertThat(RfcTree.root(SHARED_LEAVES.subList(0, size)).value())
          .isEqualTo(SHARED_ROOTS.get(size - 1));
    }
    assertThat(RfcTree.proof(1, SHARED_LEAVES))
        .extracting(SealHash::value)
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
  }

  @Test
  void everyLeafOfEverySmallTreeIsProvenAndNoOtherIs(TestReporter reporter)
      throws InclusionProofVerificationException {
    reporter.publishEntry("zkpersona.test.seed", Long.toString(SEED));
    Random random = new Random(SEED);
    List<SealHash> leaves = leaves(random, MAX);
    for (int size = 1; size <= MAX; size++) {
      List<SealHash> tree = leaves.subList(0, size);
      SealHash root = RfcTree.root(tree);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = new InclusionProof(index, size, RfcTree.path(index, tree));
        InclusionProofVerifier.verify(
            tree.get(index).bytes(),
            index,
            size,
            proof.path().stream().map(SealHash::bytes).toList(),
            root.bytes());

        assertThat(proof.verify(tree.get(index), root)).isTrue();
        assertThat(proof.root(tree.get(index))).contains(root);
        SealHash other = leaves.get((index + 1 + random.nextInt(MAX - 1)) % MAX);
        assertThat(proof.verify(other, root)).isFalse();
        assertThat(proof.verify(tree.get(index), other)).isFalse();
        for (List<SealHash> wrong : spoiled(random, proof.path())) {
          assertThat(new InclusionProof(index, size, wrong).verify(tree.get(index), root))
              .isFalse();
        }
      }
    }
  }

  @Test
  void everySmallTreeIsProvenToExtendTheSmallerOnesAndNoOthers(TestReporter reporter) {
    reporter.publishEntry("zkpersona.test.seed", Long.toString(SEED));
    Random random = new Random(SEED);
    List<SealHash> leaves = leaves(random, MAX);
    for (int second = 1; second <= MAX; second++) {
      SealHead later = new SealHead(second, RfcTree.root(leaves.subList(0, second)));
      for (int first = 1; first <= second; first++) {
        SealHead earlier = new SealHead(first, RfcTree.root(leaves.subList(0, first)));
        ConsistencyProof proof =
            new ConsistencyProof(first, second, RfcTree.proof(first, leaves.subList(0, second)));

        assertThat(proof.verify(earlier, later)).as("%d %d", first, second).isTrue();
        SealHead other = new SealHead(first, leaves.get(random.nextInt(MAX)));
        if (!other.equals(earlier)) {
          assertThat(proof.verify(other, later)).isFalse();
        }
        assertThat(proof.verify(earlier, new SealHead(second, SealHash.ofText("other")))).isFalse();
        assertThat(proof.verify(earlier, new SealHead(second + 1, later.root()))).isFalse();
        assertThat(proof.verify(new SealHead(first + 1, earlier.root()), later)).isFalse();
        for (List<SealHash> wrong : spoiled(random, proof.path())) {
          assertThat(new ConsistencyProof(first, second, wrong).verify(earlier, later)).isFalse();
        }
      }
    }
  }

  /** Returns paths with one hash less, more, changed and in another order. */
  private static List<List<SealHash>> spoiled(Random random, List<SealHash> path) {
    List<List<SealHash>> spoiled = new ArrayList<>();
    List<SealHash> longer = new ArrayList<>(path);
    longer.add(random.nextInt(path.size() + 1), SealHash.ofText("more"));
    spoiled.add(longer);
    if (!path.isEmpty()) {
      int at = random.nextInt(path.size());
      List<SealHash> shorter = new ArrayList<>(path);
      shorter.remove(at);
      spoiled.add(shorter);
      List<SealHash> changed = new ArrayList<>(path);
      byte[] bytes = path.get(at).bytes();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      changed.set(at, SealHash.ofBytes(bytes));
      spoiled.add(changed);
    }
    if (path.size() > 1) {
      List<SealHash> turned = new ArrayList<>(path);
      Collections.reverse(turned);
      spoiled.add(turned);
    }
    return spoiled;
  }

  @Test
  void proofsOfTheLargestTreesAreRead() {
    List<SealHash> path = Collections.nCopies(63, SealHash.ofText("node"));
    InclusionProof proof = new InclusionProof(Long.MAX_VALUE - 1, Long.MAX_VALUE, path);
    assertThatCode(() -> proof.root(SealHash.ofText("leaf"))).doesNotThrowAnyException();

    assertThatThrownBy(
            () -> new InclusionProof(0, 1, Collections.nCopies(64, SealHash.ofText("node"))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("64 hashes (expected: at most 63)");
    assertThatThrownBy(() -> new InclusionProof(1, 1, List.of()))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("index");
    assertThatThrownBy(() -> new ConsistencyProof(0, 1, List.of()))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("first");
    assertThatThrownBy(() -> new ConsistencyProof(2, 1, List.of()))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("first");
    assertThatThrownBy(() -> new ConsistencyProof(1, 1, null))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("path");
  }
}
