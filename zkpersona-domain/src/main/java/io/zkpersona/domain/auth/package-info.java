/** Sign-in by wallet: challenges, sessions and the secrets that stand for them. */
package io.zkpersona.domain.auth;
