import org.jspecify.annotations.NullMarked;

/** JUnit Jupiter support for tests of services that use the storage library. */
@NullMarked
module io.zkpersona.junit {
  requires transitive io.zkpersona.storage;
  requires transitive org.junit.jupiter.api;
  requires io.zkpersona.embedded;
  requires org.junit.platform.commons;
  requires org.postgresql.jdbc;
  requires static testcontainers;
  requires static org.apiguardian.api;
  requires static org.checkerframework.checker.qual;
  requires static transitive org.jspecify;

  exports io.zkpersona.junit;
  exports io.zkpersona.junit.fixtures;
}
