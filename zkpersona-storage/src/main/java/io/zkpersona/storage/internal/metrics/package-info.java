/** Collects counts and times of calls by operation, in bounded memory. */
@NullMarked
package io.zkpersona.storage.internal.metrics;

import org.jspecify.annotations.NullMarked;
