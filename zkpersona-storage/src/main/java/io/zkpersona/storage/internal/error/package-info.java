/**
 * Translates SQLSTATEs and constraint names into typed errors, and rejects invalid arguments.
 *
 * <p>Never exposes the driver's text. The domain defines the validation rules of values.
 */
@NullMarked
package io.zkpersona.storage.internal.error;

import org.jspecify.annotations.NullMarked;
