package io.zkpersona.storage.internal.tenant;

import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.internal.metrics.OperationRecorder;
import io.zkpersona.storage.internal.pool.GuardedSource;
import io.zkpersona.storage.internal.signal.Signals;
import io.zkpersona.storage.internal.transaction.TransactionRunner;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The parts of a manager that all its tenants use.
 *
 * @param config the manager's configuration
 * @param connections the pool
 * @param forMigrations lends two connections for each migration at once
 * @param signals the signals of the manager's schema
 * @param recorder counts and times all calls
 * @param transactions runs the transactions of the manager's schema
 * @param longestWait the limit of a statement's lock wait; zero if there is none
 */
public record TenantParts(
    DatabaseConfig config,
    GuardedSource connections,
    DataSource forMigrations,
    Signals signals,
    OperationRecorder recorder,
    TransactionRunner transactions,
    Duration longestWait) {}
