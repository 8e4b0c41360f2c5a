/**
 * Errors of the database, its connections, transactions and migrations.
 *
 * <p>Errors about data are in {@code domain.error} and in the packages of their subjects.
 */
@NullMarked
package io.zkpersona.storage.error;

import org.jspecify.annotations.NullMarked;
