/**
 * Sponsors, their daily budgets and the transactions that they pay for.
 *
 * <p>Does not access any chain.
 */
@NullMarked
package io.zkpersona.storage.internal.sponsorship;

import org.jspecify.annotations.NullMarked;
