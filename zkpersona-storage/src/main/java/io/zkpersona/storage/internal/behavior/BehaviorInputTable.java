package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.internal.mapping.EntityTable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Maps the columns of {@code behavior_inputs} to components. */
public final class BehaviorInputTable {

  public static final EntityTable<BehaviorInput, BehaviorInputId> TABLE =
      EntityTable.of(
          BEHAVIOR_INPUTS,
          columns -> {
            var id = columns.key(BEHAVIOR_INPUTS.ID);
            var userId = columns.column(BEHAVIOR_INPUTS.USER_ID, BehaviorInput::userId);
            var behaviorSessionId =
                columns.column(
                    BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID, BehaviorInput::behaviorSessionId);
            var sessionId = columns.column(BEHAVIOR_INPUTS.SESSION_ID, BehaviorInput::sessionId);
            var inputData = columns.column(BEHAVIOR_INPUTS.INPUT_DATA, BehaviorInput::inputData);
            var inputType = columns.column(BEHAVIOR_INPUTS.INPUT_TYPE, BehaviorInput::inputType);
            var source = columns.column(BEHAVIOR_INPUTS.SOURCE, BehaviorInput::source);
            var timestamp = columns.column(BEHAVIOR_INPUTS.TIMESTAMP, BehaviorInput::timestamp);
            var processed = columns.column(BEHAVIOR_INPUTS.PROCESSED, BehaviorInput::processed);
            var externalKey =
                columns.column(BEHAVIOR_INPUTS.EXTERNAL_KEY, BehaviorInput::externalKey);
            var chain =
                columns.column(
                    "block", BEHAVIOR_INPUTS.CHAIN_ID, input -> of(input, BlockReference::chain));
            var number =
                columns.column(
                    "block",
                    BEHAVIOR_INPUTS.BLOCK_NUMBER,
                    input -> of(input, BlockReference::number));
            var hash =
                columns.column(
                    "block", BEHAVIOR_INPUTS.BLOCK_HASH, input -> of(input, BlockReference::hash));
            var audit =
                columns.audit(
                    BEHAVIOR_INPUTS.CID,
                    BEHAVIOR_INPUTS.CTIME,
                    BEHAVIOR_INPUTS.MID,
                    BEHAVIOR_INPUTS.MTIME,
                    BehaviorInput::withAudit);
            columns.lifecycle(processed);
            columns.identifying(externalKey);
            columns.sortable("timestamp", timestamp);
            columns.sortable("createdAt", audit.createdAt());
            return row ->
                new BehaviorInput(
                    row.get(id),
                    row.getNullable(userId),
                    row.getNullable(behaviorSessionId),
                    row.getNullable(sessionId),
                    row.get(inputData),
                    row.get(inputType),
                    row.get(source),
                    row.get(timestamp),
                    row.get(processed),
                    row.getNullable(externalKey),
                    block(row.getNullable(chain), row.getNullable(number), row.getNullable(hash)),
                    audit.read(row));
          });

  private BehaviorInputTable() {}

  private static <T> @Nullable T of(BehaviorInput input, Function<BlockReference, T> component) {
    BlockReference block = input.block();
    return block == null ? null : component.apply(block);
  }

  /** In the database either all three are set or none. */
  private static @Nullable BlockReference block(
      @Nullable ChainId chain, @Nullable Long number, @Nullable String hash) {
    return chain == null || number == null || hash == null
        ? null
        : new BlockReference(chain, number, hash);
  }
}
