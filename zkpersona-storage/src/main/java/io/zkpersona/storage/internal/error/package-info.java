/**
 * Translates SQLSTATEs and constraint names into typed errors, and refuses bad arguments.
 *
 * <p>Never shows the driver's text. Rules of values are the domain's.
 */
@NullMarked
package io.zkpersona.storage.internal.error;

import org.jspecify.annotations.NullMarked;
