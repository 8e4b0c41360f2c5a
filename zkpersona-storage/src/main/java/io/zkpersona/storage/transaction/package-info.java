/** Transactions: their options, and what runs inside them. */
@NullMarked
package io.zkpersona.storage.transaction;

import org.jspecify.annotations.NullMarked;
