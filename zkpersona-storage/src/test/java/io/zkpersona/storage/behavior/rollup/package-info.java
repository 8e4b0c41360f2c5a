/** The activity rollup: that its figures are those of the rows, whatever runs at the same time. */
package io.zkpersona.storage.behavior.rollup;
