/**
 * The cache of a manager: values in memory, leases, and the marks on values that are being written.
 * Statements tell which values they change: see {@code CachedTables} in {@code query}.
 */
@NullMarked
package io.zkpersona.storage.internal.cache;

import org.jspecify.annotations.NullMarked;
