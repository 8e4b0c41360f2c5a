/** Tenants: their names, their isolation, and their lifecycle. */
@NullMarked
package io.zkpersona.storage.tenant;

import org.jspecify.annotations.NullMarked;
