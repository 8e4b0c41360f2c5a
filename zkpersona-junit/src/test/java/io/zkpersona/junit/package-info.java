/** Tests of the extension, on the server that it starts. */
@NullMarked
package io.zkpersona.junit;

import org.jspecify.annotations.NullMarked;
