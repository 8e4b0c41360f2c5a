/**
 * The generic repository: reads, writes, pages, status transitions.
 *
 * <p>Bulk writes are in {@code bulk}; operations of one entity are in its subject's package.
 */
@NullMarked
package io.zkpersona.storage.internal.repository;

import org.jspecify.annotations.NullMarked;
