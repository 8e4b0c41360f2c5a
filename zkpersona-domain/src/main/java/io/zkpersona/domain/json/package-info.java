/** JSON as checked text, equal if PostgreSQL's {@code jsonb} considers it equal. */
@NullMarked
package io.zkpersona.domain.json;

import org.jspecify.annotations.NullMarked;
