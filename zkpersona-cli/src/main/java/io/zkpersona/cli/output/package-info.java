/**
 * Results for people and programs: tables, JSON, progress, questions.
 *
 * <p>The rows of exports are written in {@code transfer}.
 */
@NullMarked
package io.zkpersona.cli.output;

import org.jspecify.annotations.NullMarked;
