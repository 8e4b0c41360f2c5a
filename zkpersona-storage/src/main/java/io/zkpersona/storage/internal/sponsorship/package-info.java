/**
 * Sponsors, their daily budgets, and the transactions they pay for.
 *
 * <p>Nothing here reads a blockchain.
 */
@NullMarked
package io.zkpersona.storage.internal.sponsorship;

import org.jspecify.annotations.NullMarked;
