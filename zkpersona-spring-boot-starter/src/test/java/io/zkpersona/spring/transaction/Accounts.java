package io.zkpersona.spring.transaction;

import io.zkpersona.spring.testing.Names;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.UserRepository;
import java.util.concurrent.CompletableFuture;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A service that keeps the library's beans in fields, and writes a row of each. */
public class Accounts {

  private final UserRepository users;
  private final Repositories repositories;
  private final DatabaseManager manager;
  private final JdbcTemplate host;

  public Accounts(
      UserRepository users, Repositories repositories, DatabaseManager manager, JdbcTemplate host) {
    this.users = users;
    this.repositories = repositories;
    this.manager = manager;
    this.host = host;
  }

  @Transactional
  public void open(String name) {
    write(name);
  }

  @Transactional
  public void openAndFail(String name) {
    write(name);
    throw new IllegalStateException("changed my mind");
  }

  /** Each side reads the row that the other one wrote in the same transaction. */
  @Transactional
  public void openWithReference(String name) {
    Names.create(users, name);
    host.update(
        "INSERT INTO account SELECT username FROM zkpersona.users WHERE username = ?", name);
    if (repositories.users().count() != 1) {
      throw new AssertionError("the library does not see its own row");
    }
    Integer found =
        manager.withConnection(
            connection -> {
              try (var statement = connection.createStatement();
                  var rows = statement.executeQuery("SELECT count(*) FROM account")) {
                rows.next();
                return rows.getInt(1);
              }
            });
    if (found != 1) {
      throw new AssertionError("the library does not see the host's row");
    }
  }

  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void openAnew(String name) {
    write(name);
  }

  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void openAnewAndFail(String name) {
    write(name);
    manager.withConnection(connection -> connection.createStatement().execute("SELECT 1 / 0"));
  }

  @Transactional(propagation = Propagation.NESTED)
  public void openNested(String name) {
    write(name);
    throw new IllegalStateException("changed my mind");
  }

  @Transactional(propagation = Propagation.SUPPORTS)
  public void openSupporting(String name) {
    host.queryForList("SELECT name FROM account");
    write(name);
  }

  @Transactional(propagation = Propagation.NOT_SUPPORTED)
  public void openApart(String name) {
    write(name);
  }

  @Transactional(readOnly = true)
  public void openReadOnly(String name) {
    if (users.count() != 0) {
      throw new AssertionError("reads work");
    }
    Names.create(users, name);
  }

  @Transactional
  public void openBlock(String name) {
    host.update("INSERT INTO account VALUES (?)", name);
    try {
      manager.inTransaction(
          tx -> {
            Names.create(tx.users(), name);
            throw new IllegalStateException("only the block");
          });
    } catch (IllegalStateException e) {
      Names.create(users, name);
    }
  }

  @Async
  public CompletableFuture<Long> countElsewhere() {
    return CompletableFuture.completedFuture(users.count());
  }

  private void write(String name) {
    Names.create(users, name);
    host.update("INSERT INTO account VALUES (?)", name);
  }
}
