package io.zkpersona.kotlin

import io.zkpersona.storage.DatabaseManager
import io.zkpersona.storage.transaction.Transaction
import io.zkpersona.storage.transaction.TransactionOperations
import io.zkpersona.storage.transaction.TransactionOptions

/**
 * Runs [block] in a transaction and returns its result: a value, null or `Unit`. Inside a transaction
 * it runs in a savepoint. An exception of the block undoes it and is thrown unchanged.
 */
public inline fun <T> TransactionOperations.transaction(crossinline block: (Transaction) -> T): T =
    callInTransaction { transaction -> block(transaction) }

/**
 * Runs [block] in a transaction with [options] and returns its result: a value, null or `Unit`. With
 * [retries][TransactionOptions.retries] the block may run several times.
 */
public inline fun <T> DatabaseManager.transaction(
    options: TransactionOptions,
    crossinline block: (Transaction) -> T,
): T = callInTransaction(options) { transaction -> block(transaction) }
