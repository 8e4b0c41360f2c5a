/**
 * The partitions of the inputs: defining and dropping them, and everything else while they exist.
 */
package io.zkpersona.storage.behavior.partition;
