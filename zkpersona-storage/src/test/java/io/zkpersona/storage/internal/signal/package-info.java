/** The life of connections that listen. */
@NullMarked
package io.zkpersona.storage.internal.signal;

import org.jspecify.annotations.NullMarked;
