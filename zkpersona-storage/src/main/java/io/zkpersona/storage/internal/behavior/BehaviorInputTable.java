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
          (t, columns) -> {
            var id = columns.key(t.ID);
            var userId = columns.column(t.USER_ID, BehaviorInput::userId);
            var behaviorSessionId =
                columns.column(t.BEHAVIOR_SESSION_ID, BehaviorInput::behaviorSessionId);
            var sessionId = columns.column(t.SESSION_ID, BehaviorInput::sessionId);
            var inputData = columns.column(t.INPUT_DATA, BehaviorInput::inputData);
            var inputType = columns.column(t.INPUT_TYPE, BehaviorInput::inputType);
            var source = columns.column(t.SOURCE, BehaviorInput::source);
            var timestamp = columns.column(t.TIMESTAMP, BehaviorInput::timestamp);
            var processed = columns.column(t.PROCESSED, BehaviorInput::processed);
            var externalKey = columns.column(t.EXTERNAL_KEY, BehaviorInput::externalKey);
            var chain =
                columns.column("block", t.CHAIN_ID, input -> of(input, BlockReference::chain));
            var number =
                columns.column("block", t.BLOCK_NUMBER, input -> of(input, BlockReference::number));
            var hash =
                columns.column("block", t.BLOCK_HASH, input -> of(input, BlockReference::hash));
            var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, BehaviorInput::withAudit);
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
