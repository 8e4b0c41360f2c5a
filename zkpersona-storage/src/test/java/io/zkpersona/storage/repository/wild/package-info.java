/**
 * Values as they come in the wild: hostile Unicode, extreme numbers and times, text of every shape.
 */
package io.zkpersona.storage.repository.wild;
