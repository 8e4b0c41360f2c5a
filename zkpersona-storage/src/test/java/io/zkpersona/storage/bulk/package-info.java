/**
 * Calls for many rows: options, plans, flat memory, group commit. What every repository must do
 * with many rows is in {@code repository.contract}.
 */
package io.zkpersona.storage.bulk;
