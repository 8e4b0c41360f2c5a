package io.zkpersona.storage.health;

/**
 * A snapshot of the connection pool. The figures are read one after the other and may be slightly
 * inconsistent.
 *
 * @param active connections in use
 * @param idle open connections not in use
 * @param waiting callers that wait for a connection
 * @param total open connections, active and idle
 * @param maximum the maximum number of connections that the pool opens
 */
public record PoolStats(int active, int idle, int waiting, int total, int maximum) {}
