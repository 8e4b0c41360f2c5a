/** What can be asked of the database, entity by entity, and no word about how. */
@NullMarked
package io.zkpersona.storage.repository;

import org.jspecify.annotations.NullMarked;
