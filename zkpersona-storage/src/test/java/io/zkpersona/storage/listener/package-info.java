/** The events that listeners of a manager receive, what they cost, and the log of slow calls. */
package io.zkpersona.storage.listener;
