package io.zkpersona.domain.proof.snark;

/**
 * A point in Jacobian coordinates: the affine coordinates are x / z² and y / z³, and z is zero at
 * infinity.
 *
 * @param <E> the type of coordinates
 */
record Point<E>(E x, E y, E z) {}
