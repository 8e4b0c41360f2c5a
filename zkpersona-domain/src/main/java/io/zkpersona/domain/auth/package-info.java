/** Sign-in by wallet: challenges, sessions and tokens. */
@NullMarked
package io.zkpersona.domain.auth;

import org.jspecify.annotations.NullMarked;
