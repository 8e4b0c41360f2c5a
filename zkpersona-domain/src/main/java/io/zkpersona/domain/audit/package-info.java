/** The common parts of every stored entity: its id, its audit columns and its create request. */
@NullMarked
package io.zkpersona.domain.audit;

import org.jspecify.annotations.NullMarked;
