/** The cache on a real Redis and a real PostgreSQL. */
package io.zkpersona.cache.redis;
