/**
 * The cache of a manager: values in memory, leases, and the marks on values that are being written.
 * Which statements read and write the values is declared elsewhere.
 */
@NullMarked
package io.zkpersona.storage.internal.cache;

import org.jspecify.annotations.NullMarked;
