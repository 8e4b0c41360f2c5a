/** The door: {@link io.zkpersona.storage.DatabaseManager}. */
@NullMarked
package io.zkpersona.storage;

import org.jspecify.annotations.NullMarked;
