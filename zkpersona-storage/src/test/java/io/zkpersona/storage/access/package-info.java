/** Roles, permissions and grants. */
package io.zkpersona.storage.access;
