/** What a model thought of a behavior input. All types are immutable values. */
package io.zkpersona.domain.scoring;
