package io.zkpersona.domain.proof.snark;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of a field, on reduced elements.
 *
 * @param <E> the type of elements
 */
interface Field<E> {
  E zero();

  E one();

  E add(E a, E b);

  E subtract(E a, E b);

  E multiply(E a, E b);

  /** Returns the inverse of an element other than zero. */
  E invert(E a);

  /** Returns a square root, or null if there is none. */
  @Nullable E root(E a);

  /** Tells whether an element is larger than its negative, which packed points use as a flag. */
  boolean isLarger(E a);

  /** Returns the element with its parts in reverse order; the same element if it has no parts. */
  default E swapped(E a) {
    return a;
  }

  default E square(E a) {
    return multiply(a, a);
  }

  default E twice(E a) {
    return add(a, a);
  }

  default E negate(E a) {
    return subtract(zero(), a);
  }

  default boolean same(E a, E b) {
    return a.equals(b);
  }

  default boolean isZero(E a) {
    return same(a, zero());
  }

  /** Returns a power with an exponent of 0 or more. */
  default E power(E base, BigInteger exponent) {
    E result = one();
    for (int i = exponent.bitLength() - 1; i >= 0; i--) {
      result = square(result);
      if (exponent.testBit(i)) {
        result = multiply(result, base);
      }
    }
    return result;
  }
}
