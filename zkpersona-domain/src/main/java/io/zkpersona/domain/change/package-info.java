/**
 * Changes of stored rows: what was changed, when and by whom, and the versions before and after.
 * The rows themselves are values of the other packages.
 */
@NullMarked
package io.zkpersona.domain.change;

import org.jspecify.annotations.NullMarked;
