/** Connections that break, leak, hang or are encrypted, and servers that only read. */
package io.zkpersona.storage.connection;
