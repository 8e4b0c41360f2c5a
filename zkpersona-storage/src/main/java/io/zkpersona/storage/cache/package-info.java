/**
 * Caching of reads: the options of a manager's cache, and the interface to a cache that several
 * processes share. The caches themselves are elsewhere.
 */
@NullMarked
package io.zkpersona.storage.cache;

import org.jspecify.annotations.NullMarked;
