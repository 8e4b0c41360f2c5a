/**
 * The server's plan of every query of every method, on filled tables. The round trips of the
 * methods are counted in {@code cut}.
 */
package io.zkpersona.storage.plan;
