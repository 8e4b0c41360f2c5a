/** Reading a result in parts: pages by offset, and slices by cursor. */
@NullMarked
package io.zkpersona.domain.page;

import org.jspecify.annotations.NullMarked;
