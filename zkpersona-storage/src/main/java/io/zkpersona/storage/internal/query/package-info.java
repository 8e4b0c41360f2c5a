/**
 * Builds SQL: shapes that are rendered once, their parameters, conditions, cursors.
 *
 * <p>Running it is in {@code execution}; what each subject asks is in the subject's room.
 */
@NullMarked
package io.zkpersona.storage.internal.query;

import org.jspecify.annotations.NullMarked;
