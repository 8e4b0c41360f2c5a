/** Results and progress, as a person sees them. */
@NullMarked
package io.zkpersona.cli.output;

import org.jspecify.annotations.NullMarked;
