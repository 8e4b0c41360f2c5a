/**
 * Tests of recorded changes: what is recorded, who can bypass it, and what an erasure leaves. The
 * history of each entity is among the contracts of the repositories.
 */
package io.zkpersona.storage.change;
