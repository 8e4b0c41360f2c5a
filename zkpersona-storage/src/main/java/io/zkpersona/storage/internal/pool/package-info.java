/** Opens and tests connections, and lends them. */
@NullMarked
package io.zkpersona.storage.internal.pool;

import org.jspecify.annotations.NullMarked;
