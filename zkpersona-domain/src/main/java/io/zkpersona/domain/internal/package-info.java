/** How this module is built; nothing in here is for callers. */
@NullMarked
package io.zkpersona.domain.internal;

import org.jspecify.annotations.NullMarked;
