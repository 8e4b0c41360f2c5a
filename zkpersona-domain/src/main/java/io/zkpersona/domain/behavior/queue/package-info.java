/**
 * The work queue of behavior inputs: claims, fencing tokens, dead letters.
 *
 * <p>The inputs are in {@code behavior}; the calls are in {@code storage.repository.behavior}.
 */
@NullMarked
package io.zkpersona.domain.behavior.queue;

import org.jspecify.annotations.NullMarked;
