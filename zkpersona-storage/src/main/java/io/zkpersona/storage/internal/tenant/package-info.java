/**
 * The implementation of tenants: their names, their schemas, and the parts that they share.
 *
 * <p>Knows nothing about entities.
 */
@NullMarked
package io.zkpersona.storage.internal.tenant;

import org.jspecify.annotations.NullMarked;
