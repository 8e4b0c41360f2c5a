/** The progress that every long call reports. */
package io.zkpersona.storage.progress;
