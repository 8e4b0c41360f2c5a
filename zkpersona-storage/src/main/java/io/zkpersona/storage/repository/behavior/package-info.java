/**
 * The work queue, the activity rollup and the partitions of behavior inputs.
 *
 * <p>The repositories of inputs and sessions are in {@code repository}.
 */
@NullMarked
package io.zkpersona.storage.repository.behavior;

import org.jspecify.annotations.NullMarked;
