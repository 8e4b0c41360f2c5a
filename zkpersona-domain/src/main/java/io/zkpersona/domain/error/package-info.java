/**
 * The root of all errors, their codes, and the errors that every subject shares.
 *
 * <p>Errors of one subject are in its package, those of the database in {@code storage.error}.
 * Messages never contain personal data, SQL or driver text. New subtypes and codes may be added.
 */
@NullMarked
package io.zkpersona.domain.error;

import org.jspecify.annotations.NullMarked;
