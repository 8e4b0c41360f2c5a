package io.zkpersona.domain.proof.snark;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A several times faster implementation of {@link QuadraticField}: an element is an array of 64-bit
 * words, least significant first, the part without u before the part with u, both in Montgomery
 * form. Used only for long point multiplications.
 */
final class LimbField implements Field<long[]> {
  private static final int WORD = Long.SIZE;

  private final QuadraticField field;
  private final int size;
  private final long[] modulus;
  private final long negativeInverse;
  private final long[] zero;
  private final long[] one;

  LimbField(QuadraticField field) {
    this.field = field;
    BigInteger prime = field.base().modulus();
    BigInteger word = BigInteger.ONE.shiftLeft(WORD);
    size = field.base().bits() / WORD;
    modulus = words(prime);
    negativeInverse = prime.negate().modInverse(word).longValue();
    zero = new long[2 * size];
    one = of(field.one());
  }

  /** Converts an element to this representation. */
  long[] of(Fq2 element) {
    long[] limbs = new long[2 * size];
    System.arraycopy(form(element.c0()), 0, limbs, 0, size);
    System.arraycopy(form(element.c1()), 0, limbs, size, size);
    return limbs;
  }

  private long[] form(BigInteger number) {
    return words(number.shiftLeft(size * WORD).mod(field.base().modulus()));
  }

  private long[] words(BigInteger number) {
    long[] words = new long[size];
    for (int i = 0; i < size; i++) {
      words[i] = number.shiftRight(i * WORD).longValue();
    }
    return words;
  }

  private Fq2 value(long[] element) {
    return new Fq2(number(element, 0), number(element, size));
  }

  private BigInteger number(long[] limbs, int from) {
    BigInteger number = BigInteger.ZERO;
    for (int i = size - 1; i >= 0; i--) {
      BigInteger high = BigInteger.valueOf(limbs[from + i] >>> 1).shiftLeft(1);
      number = number.shiftLeft(WORD).add(high).add(BigInteger.valueOf(limbs[from + i] & 1));
    }
    BigInteger radix = BigInteger.ONE.shiftLeft(size * WORD);
    return field.base().multiply(number, radix.modInverse(field.base().modulus()));
  }

  @Override
  public long[] zero() {
    return zero;
  }

  @Override
  public long[] one() {
    return one;
  }

  @Override
  public boolean isZero(long[] a) {
    return Arrays.equals(a, zero);
  }

  @Override
  public boolean same(long[] a, long[] b) {
    return Arrays.equals(a, b);
  }

  @Override
  public long[] add(long[] a, long[] b) {
    long[] sum = new long[2 * size];
    add(a, 0, b, 0, sum, 0);
    add(a, size, b, size, sum, size);
    return sum;
  }

  @Override
  public long[] subtract(long[] a, long[] b) {
    long[] difference = new long[2 * size];
    subtract(a, 0, b, 0, difference, 0);
    subtract(a, size, b, size, difference, size);
    return difference;
  }

  @Override
  public long[] multiply(long[] a, long[] b) {
    long[] product = new long[2 * size];
    long[] parts = new long[2 * size];
    multiply(a, 0, b, 0, parts, 0);
    multiply(a, size, b, size, parts, size);
    long[] sums = new long[2 * size];
    add(a, 0, a, size, sums, 0);
    add(b, 0, b, size, sums, size);
    multiply(sums, 0, sums, size, product, size);
    subtract(product, size, parts, 0, product, size);
    subtract(product, size, parts, size, product, size);
    subtract(parts, 0, parts, size, product, 0);
    return product;
  }

  @Override
  public long[] square(long[] a) {
    long[] square = new long[2 * size];
    long[] parts = new long[2 * size];
    add(a, 0, a, size, parts, 0);
    subtract(a, 0, a, size, parts, size);
    multiply(parts, 0, parts, size, square, 0);
    multiply(a, 0, a, size, square, size);
    add(square, size, square, size, square, size);
    return square;
  }

  @Override
  public long[] invert(long[] a) {
    return of(field.invert(value(a)));
  }

  @Override
  public long @Nullable [] root(long[] a) {
    Fq2 root = field.root(value(a));
    return root == null ? null : of(root);
  }

  @Override
  public boolean isLarger(long[] a) {
    return field.isLarger(value(a));
  }

  /** Returns the conjugate. */
  long[] conjugate(long[] a) {
    long[] conjugate = a.clone();
    subtract(zero, 0, a, size, conjugate, size);
    return conjugate;
  }

  /**
   * Adds elements. Both moduli leave free bits in their words, so the sum of two elements does not
   * overflow.
   */
  private void add(long[] a, int from, long[] b, int fromB, long[] to, int at) {
    long carry = 0;
    for (int i = 0; i < size; i++) {
      long sum = a[from + i] + b[fromB + i];
      long next = Long.compareUnsigned(sum, a[from + i]) < 0 ? 1 : 0;
      to[at + i] = sum + carry;
      carry = next | (carry == 1 && sum == -1 ? 1 : 0);
    }
    reduce(to, at);
  }

  private void subtract(long[] a, int from, long[] b, int fromB, long[] to, int at) {
    if (minus(a, from, b, fromB, to, at)) {
      long carry = 0;
      for (int i = 0; i < size; i++) {
        long old = to[at + i];
        long sum = old + modulus[i];
        long next = Long.compareUnsigned(sum, old) < 0 ? 1 : 0;
        to[at + i] = sum + carry;
        carry = next | (carry == 1 && sum == -1 ? 1 : 0);
      }
    }
  }

  private void reduce(long[] number, int at) {
    for (int i = size - 1; i >= 0; i--) {
      int order = Long.compareUnsigned(number[at + i], modulus[i]);
      if (order < 0) {
        return;
      }
      if (order > 0) {
        break;
      }
    }
    minus(number, at, modulus, 0, number, at);
  }

  /** Subtracts word by word; returns true if the difference is negative. */
  private boolean minus(long[] a, int from, long[] b, int fromB, long[] to, int at) {
    long borrow = 0;
    for (int i = 0; i < size; i++) {
      long x = a[from + i];
      long y = b[fromB + i];
      long difference = x - y;
      long next = Long.compareUnsigned(x, y) < 0 || (borrow == 1 && difference == 0) ? 1 : 0;
      to[at + i] = difference - borrow;
      borrow = next;
    }
    return borrow == 1;
  }

  /** Multiplies with Montgomery's method, word by word. */
  private void multiply(long[] a, int from, long[] b, int fromB, long[] to, int at) {
    long[] t = new long[size + 1];
    for (int i = 0; i < size; i++) {
      long factor = b[fromB + i];
      long carry = 0;
      for (int j = 0; j < size; j++) {
        long high = high(a[from + j], factor);
        long low = a[from + j] * factor + carry;
        high += Long.compareUnsigned(low, carry) < 0 ? 1 : 0;
        t[j] += low;
        carry = high + (Long.compareUnsigned(t[j], low) < 0 ? 1 : 0);
      }
      t[size] += carry;
      long m = t[0] * negativeInverse;
      carry = 0;
      for (int j = 0; j < size; j++) {
        long high = high(modulus[j], m);
        long low = modulus[j] * m + carry;
        high += Long.compareUnsigned(low, carry) < 0 ? 1 : 0;
        long sum = t[j] + low;
        carry = high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        if (j > 0) {
          t[j - 1] = sum;
        }
      }
      // Both moduli leave free bits in their words, so this does not overflow.
      t[size - 1] = t[size] + carry;
      t[size] = 0;
    }
    System.arraycopy(t, 0, to, at, size);
    reduce(to, at);
  }

  /** Returns the upper word of the unsigned product of two words. */
  private static long high(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> (WORD - 1)) & b) + ((b >> (WORD - 1)) & a);
  }
}
