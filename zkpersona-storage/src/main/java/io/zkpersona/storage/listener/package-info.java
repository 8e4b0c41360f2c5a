/**
 * The events of a manager while it runs: operations, transactions and migrations.
 *
 * <p>Events carry names, numbers and error codes; never values, SQL or personal data.
 */
@NullMarked
package io.zkpersona.storage.listener;

import org.jspecify.annotations.NullMarked;
