package io.zkpersona.storage.internal.query;

import static io.zkpersona.storage.internal.tables.tables.Changes.CHANGES;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.id.ActorId;
import java.util.function.Function;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Names the actor of a statement that deletes rows, for the triggers that record changes: deleted
 * rows don't name who deleted them.
 */
public final class Acting {

  /** The values of a call, and the actor of what it deletes; null for nobody. */
  public record By<P>(P value, @Nullable ActorId actor) {}

  private static final String SETTING = "zkpersona.actor";

  private Acting() {}

  /** Holds for all rows; names the actor before the first one is deleted. */
  public static <P> Condition by(Parameters<By<P>> in) {
    return by(in, By::actor);
  }

  /**
   * Holds for all rows; names the actor before the first one is deleted. The setting stays until
   * the transaction ends, so it also tells the statement that it is for. The server evaluates an
   * uncorrelated subquery once.
   */
  public static <P> Condition by(
      Parameters<P> in, Function<? super P, ? extends @Nullable ActorId> actor) {
    return field(
            select(
                Builtins.settingForTransaction(
                    SETTING,
                    Builtins.concat(
                        in.value(CHANGES.ACTOR_ID, actor),
                        inline(" "),
                        Builtins.epoch(Builtins.statementTimestamp())))))
        .isNotNull();
  }
}
