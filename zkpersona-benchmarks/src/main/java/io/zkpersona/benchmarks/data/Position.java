package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.behavior.BehaviorInput;
import org.jspecify.annotations.Nullable;

/**
 * Where a slice begins.
 *
 * @param depth how many rows lie before it
 * @param last the last of them; null if there is none
 */
public record Position(long depth, @Nullable BehaviorInput last) {}
