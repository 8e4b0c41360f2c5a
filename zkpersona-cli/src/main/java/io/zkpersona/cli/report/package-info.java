/**
 * A page for people about the live data: what is counted, and how the page is made.
 *
 * <p>Nothing here leaves the database that tells something about a single person.
 */
@NullMarked
package io.zkpersona.cli.report;

import org.jspecify.annotations.NullMarked;
