/**
 * A cache in Redis that several processes share. What is cached, and when it is dropped, is decided
 * by the storage library.
 */
@NullMarked
package io.zkpersona.cache.redis;

import org.jspecify.annotations.NullMarked;
