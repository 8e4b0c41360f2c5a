package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.behavior.BehaviorInput;
import org.jspecify.annotations.Nullable;

/**
 * The position where a slice begins.
 *
 * @param depth the number of rows before it
 * @param last the last row before it; null if there is none
 */
public record Position(long depth, @Nullable BehaviorInput last) {}
