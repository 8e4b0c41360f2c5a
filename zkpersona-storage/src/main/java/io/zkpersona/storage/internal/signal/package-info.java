/**
 * Waits for notifications of the server: one connection for each channel, which all schemas of a
 * manager share.
 */
@NullMarked
package io.zkpersona.storage.internal.signal;

import org.jspecify.annotations.NullMarked;
