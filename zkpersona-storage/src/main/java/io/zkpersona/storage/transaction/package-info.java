/** Transactions: their options, outcomes and callbacks. */
@NullMarked
package io.zkpersona.storage.transaction;

import org.jspecify.annotations.NullMarked;
