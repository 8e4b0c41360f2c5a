/**
 * Repository interfaces: one for each entity, plus queue, sign-in, access control and aggregates.
 */
@NullMarked
package io.zkpersona.storage.repository;

import org.jspecify.annotations.NullMarked;
