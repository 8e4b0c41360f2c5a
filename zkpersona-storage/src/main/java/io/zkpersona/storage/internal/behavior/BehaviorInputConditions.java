package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.not;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BlockRange;
import io.zkpersona.storage.internal.query.FilterConditions;
import java.util.function.Function;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Maps the members of a {@link BehaviorInputFilter} to conditions, and defines which inputs are
 * open.
 */
public final class BehaviorInputConditions {

  static final FilterConditions<BehaviorInputFilter> FILTER =
      FilterConditions.of(
          BehaviorInputFilter.none(),
          conditions ->
              conditions
                  .equal(BEHAVIOR_INPUTS.USER_ID, BehaviorInputFilter::userId)
                  .equal(
                      BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID, BehaviorInputFilter::behaviorSessionId)
                  .equal(BEHAVIOR_INPUTS.SESSION_ID, BehaviorInputFilter::sessionId)
                  .equal(BEHAVIOR_INPUTS.INPUT_TYPE, BehaviorInputFilter::inputType)
                  .equal(BEHAVIOR_INPUTS.SOURCE, BehaviorInputFilter::source)
                  .equal(BEHAVIOR_INPUTS.PROCESSED, BehaviorInputFilter::processed)
                  .atLeast(BEHAVIOR_INPUTS.TIMESTAMP, BehaviorInputFilter::startDate)
                  .below(BEHAVIOR_INPUTS.TIMESTAMP, BehaviorInputFilter::endDate)
                  .equal(BEHAVIOR_INPUTS.EXTERNAL_KEY, BehaviorInputFilter::externalKey)
                  .equal(BEHAVIOR_INPUTS.CHAIN_ID, filter -> of(filter, BlockRange::chain))
                  .atLeast(BEHAVIOR_INPUTS.BLOCK_NUMBER, filter -> of(filter, BlockRange::from))
                  .below(BEHAVIOR_INPUTS.BLOCK_NUMBER, filter -> of(filter, BlockRange::until))
                  .index(BEHAVIOR_INPUTS.USER_ID, BEHAVIOR_INPUTS.TIMESTAMP));

  /** Inputs that are not processed. */
  public static final Condition UNPROCESSED = not(condition(BEHAVIOR_INPUTS.PROCESSED));

  /** Inputs that wait for a worker, in the same terms as the index on them. */
  public static final Condition OPEN = UNPROCESSED.and(not(condition(BEHAVIOR_INPUTS.DEAD_LETTER)));

  private BehaviorInputConditions() {}

  private static <T> @Nullable T of(
      BehaviorInputFilter filter, Function<BlockRange, @Nullable T> component) {
    BlockRange blocks = filter.blocks();
    return blocks == null ? null : component.apply(blocks);
  }
}
