/** Implementation details of this module; not for callers. */
@NullMarked
package io.zkpersona.domain.internal;

import org.jspecify.annotations.NullMarked;
