/**
 * The library inside a host: its data source, its transactions, its connections and its search
 * path.
 */
package io.zkpersona.storage.host;
