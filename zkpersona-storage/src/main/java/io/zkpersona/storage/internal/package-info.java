/**
 * Assembles one set of repositories on one executor.
 *
 * <p>Each subject is implemented in the package of its name; statements run in {@code execution}.
 */
@NullMarked
package io.zkpersona.storage.internal;

import org.jspecify.annotations.NullMarked;
