package io.zkpersona.storage.tenant;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.SchemaCheck;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.transaction.OptionedTransactions;
import io.zkpersona.storage.transaction.Outcome;
import java.sql.Connection;
import java.time.Duration;

/**
 * One tenant: repositories and transactions in its schema, over the pool of the manager that it
 * came from. Its methods do in the tenant what the manager's methods of the same name do in the
 * manager's schema. Entities of other tenants, and of the manager's schema, are not found in it.
 *
 * <p>A thread has one open transaction at most, of one tenant or of the manager. Inside it, the
 * repositories of all tenants throw {@link TransactionException}, except {@link
 * #outsideTransaction()}.
 *
 * <p>Thread-safe. Needs no closing; it can be used until the manager is closed or the tenant is
 * dropped, and may be kept or asked for again each time.
 */
public interface Tenant extends OptionedTransactions {

  /** Returns the tenant's name. */
  String name();

  /** Returns the name of the tenant's schema. */
  String schema();

  /**
   * Returns the tenant's repositories. Each call is a separate transaction.
   *
   * @return repositories for use outside {@link #inTransaction}; inside, on the same thread, they
   *     throw {@link TransactionException}
   */
  Repositories repositories();

  /**
   * Returns repositories for work outside the transaction that the thread may be in.
   *
   * @return repositories that take a second connection inside a transaction
   */
  Repositories outsideTransaction();

  /**
   * Returns repositories with a deadline that starts now, for one call or for all calls of one
   * request.
   *
   * @param deadline the time from now, one millisecond to one day
   * @return repositories whose calls throw {@link
   *     io.zkpersona.storage.error.DeadlineExceededException} once it has passed
   * @throws ValidationException if {@code deadline} is null or out of range
   */
  Repositories within(Duration deadline);

  /**
   * Returns repositories whose reads may go to a replica. A replica that does not have the tenant's
   * schema yet leaves the read to the primary. A token of the manager's {@code commitToken()}
   * covers the commits of all tenants.
   *
   * @param consistency how old the reads may be
   * @return repositories; inside {@link #inTransaction}, on the same thread, they throw {@link
   *     TransactionException}
   * @throws ValidationException if {@code consistency} is null; a read throws it if the token is of
   *     another database cluster
   */
  Repositories reading(Consistency consistency);

  /**
   * Returns repositories whose reads may go to a replica, with a deadline that starts now.
   *
   * @param consistency how old the reads may be
   * @param deadline the time from now, one millisecond to one day
   * @return repositories, as {@link #reading(Consistency)} and {@link #within} return them
   * @throws ValidationException if an argument is null, or {@code deadline} is out of range
   */
  Repositories reading(Consistency consistency, Duration deadline);

  /**
   * Returns repositories on the caller's connection, in the transaction that is open on it. Several
   * tenants can so work in one transaction.
   *
   * @param connection an open connection to the database, which the caller commits and closes
   * @return repositories that use only that connection and are as thread-safe as it is
   * @throws ManagerClosedException if the manager is closed
   */
  Repositories repositoriesOn(Connection connection);

  /**
   * Determines the outcome of a write in this tenant whose answer was lost.
   *
   * @param lost the exception that the write threw
   * @return the outcome, as the database knows it now
   * @throws DatabaseUnavailableException if the database can't be reached
   * @throws ManagerClosedException if the manager is closed
   */
  Outcome outcomeOf(OutcomeUnknownException lost);

  /**
   * Returns the status of the tenant's migrations.
   *
   * @return the applied and pending migrations
   * @throws DatabaseException if the history can't be read
   * @throws ManagerClosedException if the manager is closed
   */
  MigrationStatus migrationStatus();

  /**
   * Checks the tenant's schema for defects.
   *
   * @return the findings, each with its remedy
   * @throws ManagerClosedException if the manager is closed
   */
  SchemaCheck check();
}
