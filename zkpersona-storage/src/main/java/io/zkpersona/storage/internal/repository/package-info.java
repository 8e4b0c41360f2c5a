/**
 * The generic repository: read, write, pages, steps from one status to another.
 *
 * <p>Many rows at once are in {@code bulk}; what one entity adds is in the room of its subject.
 */
@NullMarked
package io.zkpersona.storage.internal.repository;

import org.jspecify.annotations.NullMarked;
