/**
 * Options and results of calls that write many rows, and group commit.
 *
 * <p>The calls are in {@code repository}.
 */
@NullMarked
package io.zkpersona.storage.repository.bulk;

import org.jspecify.annotations.NullMarked;
