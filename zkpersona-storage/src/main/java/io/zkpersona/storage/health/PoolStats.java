package io.zkpersona.storage.health;

/**
 * The connection pool at one moment; the figures are read one after the other and may be off by
 * what happened between.
 *
 * @param active connections in use
 * @param idle open connections that wait for work
 * @param waiting callers that wait for a connection
 * @param total open connections, active and idle
 * @param maximum the most connections the pool may open
 */
public record PoolStats(int active, int idle, int waiting, int total, int maximum) {}
