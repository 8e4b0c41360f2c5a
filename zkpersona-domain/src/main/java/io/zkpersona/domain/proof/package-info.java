/** Zero-knowledge proofs and their verification. All types are immutable values. */
@NullMarked
package io.zkpersona.domain.proof;

import org.jspecify.annotations.NullMarked;
