/** Sponsors, budgets and sponsored transactions. */
package io.zkpersona.storage.sponsorship;
