/** What a replica must contain to serve a read. */
@NullMarked
package io.zkpersona.storage.internal.replica;

import org.jspecify.annotations.NullMarked;
