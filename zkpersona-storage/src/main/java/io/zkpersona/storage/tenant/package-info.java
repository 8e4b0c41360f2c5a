/**
 * Tenants: communities, issuers or apps that are kept apart, each in a schema of its own.
 *
 * <p>{@code DatabaseManager} gives access to them. The repositories of a tenant are those of {@code
 * repository}.
 */
@NullMarked
package io.zkpersona.storage.tenant;

import org.jspecify.annotations.NullMarked;
