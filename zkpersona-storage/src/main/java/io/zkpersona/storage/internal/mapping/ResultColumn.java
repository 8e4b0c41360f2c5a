package io.zkpersona.storage.internal.mapping;

/**
 * A column of a statement's result that belongs to no entity.
 *
 * @param position the position in the result, from 1
 * @param name the column's name in errors
 */
public record ResultColumn<T>(int position, String name, Codec<T> codec) {}
