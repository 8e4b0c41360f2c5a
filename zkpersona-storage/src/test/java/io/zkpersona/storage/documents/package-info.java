/**
 * The documents: every Java snippet compiles and runs, every link leads somewhere, the diagrams are
 * those of the schema.
 */
package io.zkpersona.storage.documents;
