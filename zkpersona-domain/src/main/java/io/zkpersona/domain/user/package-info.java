/** Users with wallet, e-mail, name and privacy settings. All types are immutable values. */
@NullMarked
package io.zkpersona.domain.user;

import org.jspecify.annotations.NullMarked;
