/** The common parts of every stored entity: an id and the audit columns. */
@NullMarked
package io.zkpersona.domain.audit;

import org.jspecify.annotations.NullMarked;
