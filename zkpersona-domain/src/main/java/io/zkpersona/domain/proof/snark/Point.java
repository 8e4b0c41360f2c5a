package io.zkpersona.domain.proof.snark;

/**
 * A point in Jacobian coordinates: x / z² and y / z³ are the affine ones; z is zero at infinity.
 *
 * @param <E> coordinates
 */
record Point<E>(E x, E y, E z) {}
