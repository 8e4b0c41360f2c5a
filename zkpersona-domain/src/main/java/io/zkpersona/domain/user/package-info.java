/** Users: their wallet, e-mail, name and privacy settings. All types are immutable values. */
package io.zkpersona.domain.user;
