/**
 * Erasing a person: that nothing of the person is left in any table, and that statistics remain.
 */
package io.zkpersona.storage.erasure;
