/** Roles, permissions and who has which. */
package io.zkpersona.domain.access;
