/**
 * Recorded changes: switching the recording on and off, and the list of all changes. The history of
 * one entity is read by {@code repository}, whose statements know its columns.
 */
@NullMarked
package io.zkpersona.storage.internal.change;

import org.jspecify.annotations.NullMarked;
