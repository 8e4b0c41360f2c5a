/**
 * A long run of many writers while faults are injected, whose ledger must balance. Runs in a
 * profile only.
 */
package io.zkpersona.storage.soak;
