/** Transactions whose gas a sponsor pays, within a daily budget. */
@NullMarked
package io.zkpersona.domain.sponsorship;

import org.jspecify.annotations.NullMarked;
