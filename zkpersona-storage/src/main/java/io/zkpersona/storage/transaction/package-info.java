/** Transactions: their options, and what runs inside them. */
package io.zkpersona.storage.transaction;
