/** What is compared, and the operations that it is compared by. */
@NullMarked
package io.zkpersona.benchmarks.candidate;

import org.jspecify.annotations.NullMarked;
