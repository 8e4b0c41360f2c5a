package io.zkpersona.domain.user;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bech32 (BIP-173) and Bech32m (BIP-350): a human-readable prefix, {@code 1}, and five-bit groups
 * with a checksum. Bitcoin's witness addresses use it; so do Cosmos and many others, with other
 * prefixes. Upper case and lower case are the same address; mixed case is invalid.
 */
final class Bech32 {
  private static final String DIGITS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int BECH32 = 1;
  private static final int BECH32M = 0x2bc830a3;
  private static final int CHECKSUM = 6;
  private static final int LONGEST_WITNESS_ADDRESS = 90;

  /** The prefixes of chains whose addresses are always witness programs. */
  private static final Set<String> WITNESS_CHAINS =
      Set.of("bc", "tb", "bcrt", "ltc", "tltc", "rltc");

  private final String lower;
  private final String name;
  private final int[] groups;
  private final int constant;

  private Bech32(String lower, String name, int[] groups, int constant) {
    this.lower = lower;
    this.name = name;
    this.groups = groups;
    this.constant = constant;
  }

  /** Returns the address in lower case, or null if the text is not an address. */
  static @Nullable String address(String text) {
    Bech32 read = read(text);
    return read != null && read.isNamed() && (read.isWitness() || read.isAccount())
        ? read.lower
        : null;
  }

  /** Tells whether the prefix can be that of a chain. Bech32 itself allows any printable ASCII. */
  private boolean isNamed() {
    return name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }

  /** Tells whether the text looks like Bech32, regardless of checksum and letter case. */
  static boolean isLike(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int separator = lower.lastIndexOf('1');
    return separator > 0
        && lower.length() - separator > 3 * CHECKSUM
        && lower.substring(0, separator).chars().allMatch(c -> c >= 'a' && c <= 'z')
        && lower.substring(separator + 1).chars().allMatch(c -> DIGITS.indexOf(c) >= 0);
  }

  /** Parses a text with a valid checksum of either kind; returns null if neither matches. */
  static @Nullable Bech32 read(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int separator = lower.lastIndexOf('1');
    int size = lower.length() - separator - 1;
    boolean isOneCase = text.equals(lower) || text.equals(text.toUpperCase(Locale.ROOT));
    if (!isOneCase || separator < 1 || size < CHECKSUM) {
      return null;
    }
    int[] groups = new int[size];
    for (int i = 0; i < size; i++) {
      groups[i] = DIGITS.indexOf(lower.charAt(separator + 1 + i));
      if (groups[i] < 0) {
        return null;
      }
    }
    String name = lower.substring(0, separator);
    int constant = checksum(name, groups);
    return constant == BECH32 || constant == BECH32M
        ? new Bech32(lower, name, groups, constant)
        : null;
  }

  private static int checksum(String name, int[] groups) {
    int sum = 1;
    for (int i = 0; i < name.length(); i++) {
      sum = next(sum, name.charAt(i) >> 5);
    }
    sum = next(sum, 0);
    for (int i = 0; i < name.length(); i++) {
      sum = next(sum, name.charAt(i) & 31);
    }
    for (int group : groups) {
      sum = next(sum, group);
    }
    return sum;
  }

  private static int next(int sum, int group) {
    int top = sum >> 25;
    int next = (sum & 0x1ffffff) << 5 ^ group;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= (top >> i & 1) == 0 ? 0 : GENERATOR[i];
    }
    return next;
  }

  /**
   * Tells whether this is a version from 0 to 16 and a program. Version 0 uses Bech32, later
   * versions Bech32m.
   */
  boolean isWitness() {
    int data = groups.length - CHECKSUM;
    if (data == 0 || lower.length() > LONGEST_WITNESS_ADDRESS || groups[0] > 16) {
      return false;
    }
    int bytes = bytes(1);
    return groups[0] == 0
        ? constant == BECH32 && (bytes == 20 || bytes == 32)
        : constant == BECH32M && bytes >= 2 && bytes <= 40;
  }

  /** Tells whether this is the hash of a key or a script, or two of them. */
  private boolean isAccount() {
    int bytes = bytes(0);
    return !WITNESS_CHAINS.contains(name) && bytes >= 20 && bytes <= 64;
  }

  /** Returns the number of whole bytes from a group on, or -1 if the padding is not zero bits. */
  private int bytes(int from) {
    int count = groups.length - CHECKSUM - from;
    int left = count * 5 % Byte.SIZE;
    boolean isPadded =
        left < 5 && (count == 0 || (groups[from + count - 1] & (1 << left) - 1) == 0);
    return isPadded ? count * 5 / Byte.SIZE : -1;
  }
}
