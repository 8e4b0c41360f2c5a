/** Requests to create and to update, and the changes an update is made of. */
@NullMarked
package io.zkpersona.domain.change;

import org.jspecify.annotations.NullMarked;
