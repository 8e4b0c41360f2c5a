package io.zkpersona.domain.internal;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Generates a builder and with-methods for a record. The one place where the generator's options
 * are set: nothing in the generated code may be needed at run time, and the builder only collects
 * values, since every rule is the record's own.
 */
@RecordBuilder.Template(
    options =
        @RecordBuilder.Options(
            addStaticBuilder = false,
            emptyDefaultForOptional = false,
            enableGetters = false,
            fileComment = "",
            fileIndent = "  "))
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface GenerateBuilder {}
