/**
 * Translates SQLSTATEs and constraint names into typed errors, and rejects invalid arguments.
 *
 * <p>The driver's text never appears in an error. Rules for values belong to the domain module.
 */
@NullMarked
package io.zkpersona.storage.internal.error;

import org.jspecify.annotations.NullMarked;
