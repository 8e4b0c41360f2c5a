/** Transactions whose gas a sponsor pays, within a daily budget. */
package io.zkpersona.domain.sponsorship;
