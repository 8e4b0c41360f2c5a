/** Requests to create and to update, and the changes an update is made of. */
package io.zkpersona.domain.change;
