/** Opens transactions and savepoints, and knows on which threads one is open. */
@NullMarked
package io.zkpersona.storage.internal.transaction;

import org.jspecify.annotations.NullMarked;
