/**
 * What a caller that reads from replicas asks of them, and the tokens of commits.
 *
 * <p>Routing itself is the business of the manager.
 */
@NullMarked
package io.zkpersona.storage.replica;

import org.jspecify.annotations.NullMarked;
