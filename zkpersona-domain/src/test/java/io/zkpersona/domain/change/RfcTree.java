package io.zkpersona.domain.change;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The definitions of RFC 9162, section 2.1, word for word, over all leaves: slow and obvious.
 * Hashes with another library than the code under test.
 */
final class RfcTree {

  private RfcTree() {}

  /** HASH(0x00 || d). */
  static SealHash leaf(byte[] data) {
    return hash(Hashing.sha256().newHasher().putByte((byte) 0).putBytes(data));
  }

  private static SealHash node(SealHash left, SealHash right) {
    return hash(
        Hashing.sha256()
            .newHasher()
            .putByte((byte) 1)
            .putBytes(HexFormat.of().parseHex(left.value()))
            .putBytes(HexFormat.of().parseHex(right.value())));
  }

  private static SealHash hash(Hasher hasher) {
    return new SealHash(hasher.hash().toString());
  }

  /** MTH(D[n]), section 2.1.1. */
  static SealHash root(List<SealHash> leaves) {
    int n = leaves.size();
    if (n == 1) {
      return leaves.get(0);
    }
    int k = split(n);
    return node(root(leaves.subList(0, k)), root(leaves.subList(k, n)));
  }

  /** PATH(m, D[n]), section 2.1.3.1. */
  static List<SealHash> path(int m, List<SealHash> leaves) {
    int n = leaves.size();
    if (n == 1) {
      return List.of();
    }
    int k = split(n);
    return m < k
        ? with(path(m, leaves.subList(0, k)), root(leaves.subList(k, n)))
        : with(path(m - k, leaves.subList(k, n)), root(leaves.subList(0, k)));
  }

  /** PROOF(m, D[n]), section 2.1.4.1. */
  static List<SealHash> proof(int m, List<SealHash> leaves) {
    return subproof(m, leaves, true);
  }

  private static List<SealHash> subproof(int m, List<SealHash> leaves, boolean b) {
    int n = leaves.size();
    if (m == n) {
      return b ? List.of() : List.of(root(leaves));
    }
    int k = split(n);
    return m <= k
        ? with(subproof(m, leaves.subList(0, k), b), root(leaves.subList(k, n)))
        : with(subproof(m - k, leaves.subList(k, n), false), root(leaves.subList(0, k)));
  }

  private static List<SealHash> with(List<SealHash> first, SealHash last) {
    List<SealHash> all = new ArrayList<>(first);
    all.add(last);
    return all;
  }

  /** The largest power of two smaller than n. */
  private static int split(int n) {
    int k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return k;
  }
}
