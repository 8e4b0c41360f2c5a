/**
 * Every write, cut at each message of either side: what is stored, what the caller learns, and what
 * a repeat does. {@code RoundTripsOfCallsIT} counts the round trips of the same calls.
 */
package io.zkpersona.storage.cut;
