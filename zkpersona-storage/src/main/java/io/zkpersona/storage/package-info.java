/** The door: {@link io.zkpersona.storage.DatabaseManager}. */
package io.zkpersona.storage;
