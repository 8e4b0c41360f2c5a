/**
 * Sponsors, their daily budgets, and the transactions that they pay for.
 *
 * <p>What happens on a chain is not looked at.
 */
@NullMarked
package io.zkpersona.storage.internal.sponsorship;

import org.jspecify.annotations.NullMarked;
