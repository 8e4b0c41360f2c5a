/** Changes posted to an HTTP server of somebody else. Start reading at {@code Webhook}. */
@NullMarked
package io.zkpersona.examples.webhook;

import org.jspecify.annotations.NullMarked;
