/** The repositories over PostgreSQL. */
@NullMarked
package io.zkpersona.storage.internal.repository;

import org.jspecify.annotations.NullMarked;
