/**
 * Builds SQL: statements that are rendered once, their parameters, conditions and cursors.
 *
 * <p>Statements run in {@code execution}; the queries of a subject are in that subject's package.
 */
@NullMarked
package io.zkpersona.storage.internal.query;

import org.jspecify.annotations.NullMarked;
