/** Tests which replicas may serve a read. */
@NullMarked
package io.zkpersona.storage.internal.replica;

import org.jspecify.annotations.NullMarked;
