/**
 * Recorded changes: the history of rows, the audit trail, and what is made of them. The
 * repositories of the rows themselves live a package above.
 */
@NullMarked
package io.zkpersona.storage.repository.change;

import org.jspecify.annotations.NullMarked;
