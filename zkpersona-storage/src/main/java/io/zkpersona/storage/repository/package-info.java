/** What can be asked of the database, entity by entity, and no word about how. */
package io.zkpersona.storage.repository;
