/** Proxies and listeners between driver and server. */
package io.zkpersona.storage.testing.wire;
