/** Counts and times statements by operation, in bounded memory. */
@NullMarked
package io.zkpersona.storage.internal.metrics;

import org.jspecify.annotations.NullMarked;
