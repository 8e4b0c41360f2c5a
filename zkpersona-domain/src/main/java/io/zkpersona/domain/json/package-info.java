/** JSON as checked text, equal when PostgreSQL's {@code jsonb} calls it equal. */
@NullMarked
package io.zkpersona.domain.json;

import org.jspecify.annotations.NullMarked;
