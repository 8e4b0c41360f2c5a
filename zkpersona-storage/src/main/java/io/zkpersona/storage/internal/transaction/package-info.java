/** Opens transactions and savepoints, and tracks the threads on which one is open. */
@NullMarked
package io.zkpersona.storage.internal.transaction;

import org.jspecify.annotations.NullMarked;
