/**
 * The interfaces of the repositories: four generic ones and one for each entity.
 *
 * <p>Options and results of bulk calls are in {@code bulk}; queue, rollup and partitions in {@code
 * behavior}.
 */
@NullMarked
package io.zkpersona.storage.repository;

import org.jspecify.annotations.NullMarked;
