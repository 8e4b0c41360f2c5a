/**
 * Schemas that a cluster of Citus distributes over its nodes. What a distributed schema cannot have
 * is tested on every server, the rest on a cluster.
 */
@NullMarked
package io.zkpersona.storage.citus;

import org.jspecify.annotations.NullMarked;
