package io.zkpersona.domain.internal;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Generates a builder and with-methods for a record. This is the only place that sets the
 * generator's options. The generated code has no run-time dependencies, and the builder only
 * collects values, since the record enforces every rule.
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
