/** Reads through a cache in memory: what they see of writes of every kind. */
package io.zkpersona.storage.cache;
