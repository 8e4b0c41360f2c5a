package io.zkpersona.domain.user;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Base 58, a number system without easily confused characters, and Base58Check, which appends four
 * bytes of a double SHA-256. Every number has exactly one text.
 */
enum Base58 {
  /** Bitcoin's alphabet, which nearly all others use. */
  BITCOIN("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"),
  /** The XRP Ledger's alphabet. */
  RIPPLE("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz");

  /** Longer than any supported address; bounds the size of the numbers computed. */
  private static final int LONGEST = 64;

  private static final BigInteger BASE = BigInteger.valueOf(58);
  private static final int CHECKSUM = 4;

  private final String alphabet;

  Base58(String alphabet) {
    this.alphabet = alphabet;
  }

  /**
   * Decodes a text, with one byte for each leading zero digit; returns null if it is not base 58.
   */
  byte @Nullable [] decode(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    BigInteger number = BigInteger.ZERO;
    int zeros = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = alphabet.indexOf(text.charAt(i));
      if (digit < 0) {
        return null;
      }
      if (zeros == i && digit == 0) {
        zeros++;
      }
      number = number.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    byte[] magnitude = number.toByteArray();
    int sign = magnitude[0] == 0 ? 1 : 0;
    byte[] bytes = new byte[zeros + magnitude.length - sign];
    System.arraycopy(magnitude, sign, bytes, zeros, magnitude.length - sign);
    return bytes;
  }

  /**
   * Returns the number of bytes that a text decodes to, or a negative number if it is not base 58.
   */
  int size(String text) {
    byte[] bytes = decode(text);
    return bytes == null ? -1 : bytes.length;
  }

  /** Returns the bytes before a valid checksum, or null if there is no valid checksum. */
  byte @Nullable [] decodeChecked(String text) {
    byte[] bytes = decode(text);
    if (bytes == null || bytes.length <= CHECKSUM) {
      return null;
    }
    byte[] payload = Arrays.copyOf(bytes, bytes.length - CHECKSUM);
    byte[] checksum = Arrays.copyOfRange(bytes, payload.length, bytes.length);
    byte[] hash = sha256(sha256(payload));
    return Arrays.equals(checksum, Arrays.copyOf(hash, CHECKSUM)) ? payload : null;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java platform", e);
    }
  }
}
