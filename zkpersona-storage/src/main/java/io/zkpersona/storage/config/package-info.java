/**
 * Configuration: what to connect to and within which bounds, from the environment or a builder.
 *
 * <p>Start at {@link io.zkpersona.storage.config.DatabaseConfig}. Every value is checked when the
 * configuration is made; nothing is repaired silently, and no secret is ever part of a message.
 */
@NullMarked
package io.zkpersona.storage.config;

import org.jspecify.annotations.NullMarked;
