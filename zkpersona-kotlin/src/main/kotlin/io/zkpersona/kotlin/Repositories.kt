package io.zkpersona.kotlin

import io.zkpersona.domain.audit.Entity
import io.zkpersona.domain.id.EntityId
import io.zkpersona.storage.repository.FilterableRepository
import io.zkpersona.storage.repository.Repository
import io.zkpersona.storage.repository.bulk.BulkOptions
import io.zkpersona.storage.repository.bulk.BulkResult
import java.util.stream.Stream

/** Returns the entity with this id, or null if there is none. */
public fun <E : Entity<I>, I : EntityId> Repository<E, I>.findByIdOrNull(id: I): E? = findById(id).orElse(null)

/** Tells whether there is an entity with this id: `id in repositories.users()`. */
public operator fun <E : Entity<I>, I : EntityId> Repository<E, I>.contains(id: I): Boolean = existsById(id)

/**
 * Passes all entities, ordered by id, to [block], in constant memory. The rows are read while the block
 * runs, on a connection that is returned when it ends, however it ends.
 */
public inline fun <E : Entity<I>, I : EntityId, R> Repository<E, I>.useAll(block: (Sequence<E>) -> R): R =
    stream().useSequence(block)

/** Passes the matching entities to [block], as [useAll] passes all. */
public inline fun <E : Any, F : Any, R> FilterableRepository<E, F>.useMatching(
    filter: F,
    block: (Sequence<E>) -> R,
): R = stream(filter).useSequence(block)

/** Passes the elements of a stream to [block] once, and closes the stream. */
@PublishedApi
internal inline fun <E : Any, R> Stream<E>.useSequence(block: (Sequence<E>) -> R): R =
    use { stream -> block(stream.iterator().asSequence()) }

/** Inserts entities of a sequence, which is read once, as `saveAll` inserts those of an `Iterable`. */
public fun <E : Entity<I>, I : EntityId> Repository<E, I>.saveAll(
    entities: Sequence<E>,
    options: BulkOptions = BulkOptions.atomic(),
): BulkResult = saveAll(entities.asIterable(), options)

/** Inserts the entities of a sequence that are absent, as `insertAbsent` inserts those of an `Iterable`. */
public fun <E : Entity<I>, I : EntityId> Repository<E, I>.insertAbsent(
    entities: Sequence<E>,
    options: BulkOptions = BulkOptions.atomic(),
): BulkResult = insertAbsent(entities.asIterable(), options)
