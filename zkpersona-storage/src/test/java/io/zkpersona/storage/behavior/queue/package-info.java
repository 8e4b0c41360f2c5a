/**
 * The work queue: claims, leases, dead letters and wake-ups, by workers of one or several
 * processes.
 */
package io.zkpersona.storage.behavior.queue;
