/** What users did: sessions and the inputs recorded in them. All types are immutable values. */
package io.zkpersona.domain.behavior;
