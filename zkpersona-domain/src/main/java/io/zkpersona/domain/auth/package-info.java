/** Sign-in by wallet: challenges, sessions and the secrets that stand for them. */
@NullMarked
package io.zkpersona.domain.auth;

import org.jspecify.annotations.NullMarked;
