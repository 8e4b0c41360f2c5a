/**
 * Configuration of connections, pool, schema and limits, from the environment or a builder.
 *
 * <p>Start at {@link io.zkpersona.storage.config.DatabaseConfig}. Every value is checked when the
 * configuration is built; nothing is corrected silently, and no message contains a secret.
 */
@NullMarked
package io.zkpersona.storage.config;

import org.jspecify.annotations.NullMarked;
