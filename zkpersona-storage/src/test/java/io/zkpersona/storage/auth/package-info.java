/** Sign-in: challenges, sessions, refresh tokens and their repositories. */
package io.zkpersona.storage.auth;
