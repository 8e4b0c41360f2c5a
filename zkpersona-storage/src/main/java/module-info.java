import org.jspecify.annotations.NullMarked;

/** Keeps the domain's values in PostgreSQL. */
@NullMarked
module io.zkpersona.storage {
  requires transitive io.zkpersona.domain;
  requires transitive java.sql;
  requires static com.github.benmanes.caffeine;
  requires com.zaxxer.hikari;
  requires flyway.core;
  requires HdrHistogram;
  requires org.jooq;
  requires org.postgresql.jdbc;
  requires org.slf4j;
  requires static org.checkerframework.checker.qual;
  requires static transitive org.jspecify;

  exports io.zkpersona.storage;
  exports io.zkpersona.storage.cache;
  exports io.zkpersona.storage.config;
  exports io.zkpersona.storage.error;
  exports io.zkpersona.storage.health;
  exports io.zkpersona.storage.listener;
  exports io.zkpersona.storage.progress;
  exports io.zkpersona.storage.replica;
  exports io.zkpersona.storage.repository;
  exports io.zkpersona.storage.repository.behavior;
  exports io.zkpersona.storage.repository.bulk;
  exports io.zkpersona.storage.repository.change;
  exports io.zkpersona.storage.tenant;
  exports io.zkpersona.storage.transaction;

  // Flyway makes the logger that it is told the name of.
  exports io.zkpersona.storage.internal.migrate to
      flyway.core;

  uses org.flywaydb.core.extensibility.Plugin;
}
