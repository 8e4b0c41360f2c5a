/** Health, pool, query and schema status of a database manager. */
@NullMarked
package io.zkpersona.storage.health;

import org.jspecify.annotations.NullMarked;
