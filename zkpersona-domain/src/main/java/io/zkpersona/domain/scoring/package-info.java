/** Scores that models gave to behavior inputs. All types are immutable values. */
@NullMarked
package io.zkpersona.domain.scoring;

import org.jspecify.annotations.NullMarked;
