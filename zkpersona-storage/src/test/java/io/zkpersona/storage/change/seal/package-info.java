/** Tests of the seals of changes: what they find, and what they leave alone. */
@NullMarked
package io.zkpersona.storage.change.seal;

import org.jspecify.annotations.NullMarked;
