/** What every stored entity has: an id, and who wrote it and when. */
@NullMarked
package io.zkpersona.domain.audit;

import org.jspecify.annotations.NullMarked;
