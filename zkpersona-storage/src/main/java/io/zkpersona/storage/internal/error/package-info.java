/** Translates SQLSTATEs and constraint names into typed errors; never shows the driver's text. */
@NullMarked
package io.zkpersona.storage.internal.error;

import org.jspecify.annotations.NullMarked;
