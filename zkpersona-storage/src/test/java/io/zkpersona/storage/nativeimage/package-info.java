/**
 * The metadata that GraalVM's native image needs, checked against the calls that a JVM makes; no
 * image is built.
 */
@NullMarked
package io.zkpersona.storage.nativeimage;

import org.jspecify.annotations.NullMarked;
