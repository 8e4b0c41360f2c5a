/** Reads from replicas, on a primary with two replicas that follow it by streaming. */
package io.zkpersona.storage.replica;
