/** Opens, tests and lends connections. */
@NullMarked
package io.zkpersona.storage.internal.pool;

import org.jspecify.annotations.NullMarked;
