/**
 * Inputs and sessions: their repositories, free-text sessions, external keys and reorganized
 * chains. The queue, the rollup and partitions have packages of their own.
 */
package io.zkpersona.storage.behavior;
