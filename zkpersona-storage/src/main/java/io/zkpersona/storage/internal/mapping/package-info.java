/** Maps records to columns: which column keeps which component, how a value is read and bound. */
@NullMarked
package io.zkpersona.storage.internal.mapping;

import org.jspecify.annotations.NullMarked;
