/**
 * Reads from replicas: the consistency that a caller asks for, and the tokens of commits.
 *
 * <p>Routing itself is the business of the manager.
 */
@NullMarked
package io.zkpersona.storage.replica;

import org.jspecify.annotations.NullMarked;
