/**
 * Migrations: fresh, adopted, upgraded, failed and concurrent ones, and what a check of the schema
 * finds.
 */
package io.zkpersona.storage.migrate;
