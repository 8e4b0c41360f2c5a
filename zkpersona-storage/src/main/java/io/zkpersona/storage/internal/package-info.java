/**
 * Puts the rooms below together: one set of repositories on one executor.
 *
 * <p>What a subject does is in the room of its name; how statements run is in {@code execution}.
 */
@NullMarked
package io.zkpersona.storage.internal;

import org.jspecify.annotations.NullMarked;
