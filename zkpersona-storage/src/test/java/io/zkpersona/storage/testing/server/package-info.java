/** Servers and databases for tests: PostgreSQL, PgBouncer, replicas, roles. */
package io.zkpersona.storage.testing.server;
