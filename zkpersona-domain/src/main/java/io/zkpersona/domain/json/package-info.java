/** JSON as checked text, equal when PostgreSQL's {@code jsonb} calls it equal. */
package io.zkpersona.domain.json;
