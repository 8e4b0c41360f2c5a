/** The page of charts: its figures, and the page in a real browser. */
package io.zkpersona.cli.report;
