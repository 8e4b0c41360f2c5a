package io.zkpersona.storage.internal.change.seal;

import static io.zkpersona.storage.internal.tables.tables.ChangeSealHead.CHANGE_SEAL_HEAD;
import static io.zkpersona.storage.internal.tables.tables.ChangeSeals.CHANGE_SEALS;
import static io.zkpersona.storage.internal.tables.tables.Changes.CHANGES;
import static io.zkpersona.storage.internal.tables.tables.ChangesCompared.CHANGES_COMPARED;
import static io.zkpersona.storage.internal.tables.tables.ChangesSeal.CHANGES_SEAL;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.change.SealHash;
import io.zkpersona.domain.change.SealHead;
import io.zkpersona.storage.internal.change.seal.ComparedRow.Leaf;
import io.zkpersona.storage.internal.change.seal.StoredChange.Opening;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.tables.Routines;
import java.util.HexFormat;
import java.util.List;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The statements about seals. */
final class SealStatements {

  /** Numbers or positions from one to another, both inclusive. */
  record Span(long from, long to) {}

  /**
   * The result of appending some blocks.
   *
   * @param isDone whether no changes are left up to the tick
   * @param head the head of the log; null if there is none
   */
  record Sealed(boolean isDone, @Nullable SealHead head) {}

  /** The nodes that end with a block, from its leaf up. */
  record Nodes(long block, List<SealHash> nodes) {}

  private static final HexFormat HEX = HexFormat.of();

  /**
   * The number of blocks that a call of {@link #SEAL} appends: it locks out other calls meanwhile.
   */
  private static final int BLOCKS_A_CALL = 16;

  /** The number of blocks that are read at once, each with its leaves. */
  static final int BLOCKS_A_READ = 16;

  /** The number of changes that are compared at once. */
  private static final int CHANGES_A_CHUNK = 2_000;

  /** Ticks, so that all changes that are committed can be sealed; true if there was one. */
  static final Statement<None, Boolean> TICK =
      Statement.<None, Boolean>of(
              "change_seals.seal", (in, out) -> select(out.only(Routines.changesTickNow())))
          .writing()
          .uncached();

  /** Appends some blocks. */
  static final Statement<None, Sealed> SEAL =
      Statement.<None, Sealed>of(
              "change_seals.seal",
              (in, out) -> {
                var isDone = out.column(CHANGES_SEAL.IS_DONE);
                var blocks = out.column(CHANGES_SEAL.HEAD_BLOCKS);
                RowReader<SealHead> head =
                    head(out, CHANGES_SEAL.HEAD_BLOCKS, CHANGES_SEAL.HEAD_ROOT);
                out.as(
                    row ->
                        new Sealed(
                            row.get(isDone),
                            row.getNullable(blocks) == null ? null : head.read(row)));
                return select(out.fields()).from(CHANGES_SEAL.call(inline(BLOCKS_A_CALL)));
              })
          .writing()
          .uncached();

  /** Selects the last block as the head of the log. */
  static final Statement<None, SealHead> HEAD =
      Statement.of(
          "change_seals.head",
          (in, out) -> {
            out.as(head(out, CHANGE_SEALS.NUMBER, CHANGE_SEALS.LOG_ROOT));
            return select(out.fields())
                .from(CHANGE_SEALS)
                .orderBy(CHANGE_SEALS.NUMBER.desc())
                .limit(inline(1));
          });

  /** Selects the head that is kept beside the log. */
  static final Statement<None, SealHead> KEPT_HEAD =
      Statement.of(
          "change_seals.verify",
          (in, out) -> {
            out.as(head(out, CHANGE_SEAL_HEAD.BLOCKS, CHANGE_SEAL_HEAD.LOG_ROOT));
            return select(out.fields()).from(CHANGE_SEAL_HEAD);
          });

  /** Selects the first blocks of some numbers. */
  static final Statement<Span, StoredBlock> BLOCKS =
      Statement.of("change_seals.verify", SealStatements::blocks);

  /** Selects the nodes of the log that end with some blocks. */
  static final Statement<List<Long>, Nodes> NODES =
      Statement.of(
          "change_seals.proof",
          (in, out) -> {
            var number = out.column(CHANGE_SEALS.NUMBER);
            var nodes = out.column(CHANGE_SEALS.NODES);
            out.as(row -> new Nodes(row.get(number), StoredBlock.hashes(row.get(nodes))));
            return select(out.fields())
                .from(CHANGE_SEALS)
                .where(
                    CHANGE_SEALS.NUMBER.eq(
                        DSL.any(in.array(CHANGE_SEALS.NUMBER, numbers -> numbers))));
          });

  /** Selects the positions between which the changes of some blocks are. */
  static final Statement<Span, Span> POSITIONS =
      Statement.of(
          "change_seals.verify",
          (in, out) -> {
            var low = out.column(Builtins.min(CHANGE_SEALS.FIRST_POSITION));
            var high = out.column(Builtins.max(CHANGE_SEALS.LAST_POSITION));
            out.as(row -> new Span(row.get(low), row.get(high)));
            return select(out.fields())
                .from(CHANGE_SEALS)
                .where(
                    CHANGE_SEALS.NUMBER.between(
                        in.value(CHANGE_SEALS.NUMBER, Span::from),
                        in.value(CHANGE_SEALS.NUMBER, Span::to)))
                .having(Builtins.count().gt(inline(0)));
          });

  /** Selects the position that ends a chunk from a position on; none if fewer changes are left. */
  static final Statement<Long, Long> CHUNK_END =
      Statement.of(
          "change_seals.verify",
          (in, out) ->
              select(out.only(CHANGES.POSITION))
                  .from(CHANGES)
                  .where(CHANGES.POSITION.greaterOrEqual(in.value(CHANGES.POSITION, from -> from)))
                  .orderBy(CHANGES.POSITION)
                  .offset(inline(CHANGES_A_CHUNK - 1))
                  .limit(inline(1)));

  /** Selects changes beside their leaves, by position. */
  static final Statement<Span, ComparedRow> COMPARED =
      Statement.of("change_seals.verify", SealStatements::compared);

  private SealStatements() {}

  private static RowReader<SealHead> head(Results<?> out, Field<Long> blocks, Field<byte[]> root) {
    var number = out.column(blocks);
    var hash = out.column(root);
    return row -> new SealHead(row.get(number), SealHash.ofBytes(row.get(hash)));
  }

  private static Select<?> blocks(Parameters<Span> in, Results<StoredBlock> out) {
    var number = out.column(CHANGE_SEALS.NUMBER);
    var sealedAt = out.column(CHANGE_SEALS.SEALED_AT);
    var until =
        out.column(
            DSL.concat(
                text(CHANGE_SEALS.TICK_ID),
                inline(" "),
                text(CHANGE_SEALS.EPOCH_ID),
                inline(" "),
                text(CHANGE_SEALS.LOW_POSITION),
                inline(" "),
                text(CHANGE_SEALS.HIGH_POSITION),
                inline(" "),
                text(CHANGE_SEALS.IS_COMPLETE),
                inline(" "),
                CHANGE_SEALS.SNAPSHOT));
    var changes = out.column(CHANGE_SEALS.CHANGE_COUNT);
    var first = out.column(CHANGE_SEALS.FIRST_POSITION);
    var last = out.column(CHANGE_SEALS.LAST_POSITION);
    var changesRoot = out.column(CHANGE_SEALS.CHANGES_ROOT);
    var logRoot = out.column(CHANGE_SEALS.LOG_ROOT);
    var nodes = out.column(CHANGE_SEALS.NODES);
    var leaves = out.column(CHANGE_SEALS.LEAVES);
    out.as(
        row ->
            new StoredBlock(
                row.get(number),
                row.get(sealedAt),
                row.get(until),
                row.get(changes),
                row.get(first),
                row.get(last),
                HEX.formatHex(row.get(changesRoot)),
                HEX.formatHex(row.get(logRoot)),
                StoredBlock.hashes(row.get(nodes)),
                hashesOrNull(row.getNullable(leaves))));
    return select(out.fields())
        .from(CHANGE_SEALS)
        .where(
            CHANGE_SEALS.NUMBER.between(
                in.value(CHANGE_SEALS.NUMBER, Span::from), in.value(CHANGE_SEALS.NUMBER, Span::to)))
        .orderBy(CHANGE_SEALS.NUMBER)
        .limit(inline(BLOCKS_A_READ));
  }

  private static @Nullable List<SealHash> hashesOrNull(byte @Nullable [] bytes) {
    return bytes == null ? null : StoredBlock.hashes(bytes);
  }

  private static @Nullable String hexOrNull(byte @Nullable [] bytes) {
    return bytes == null ? null : HEX.formatHex(bytes);
  }

  private static Field<String> text(Field<?> field) {
    return field.cast(SQLDataType.VARCHAR);
  }

  private static Select<?> compared(Parameters<Span> in, Results<ComparedRow> out) {
    Table<?> rows =
        CHANGES_COMPARED.call(
            in.value(CHANGES.POSITION, Span::from), in.value(CHANGES.POSITION, Span::to));
    var position = out.column(CHANGES_COMPARED.PLACE);
    RowReader<Leaf> leaf = leaf(out);
    var block = out.column(CHANGES_COMPARED.BLOCK);
    RowReader<StoredChange> change = change(out);
    var transaction = out.column(CHANGES_COMPARED.TRANSACTION_ID);
    var isDue = out.column(CHANGES_COMPARED.IS_DUE);
    out.as(
        row ->
            new ComparedRow(
                row.get(position),
                row.getNullable(block) == null ? null : leaf.read(row),
                row.getNullable(transaction) == null ? null : change.read(row),
                Boolean.TRUE.equals(row.getNullable(isDue))));
    return select(out.fields()).from(rows);
  }

  private static RowReader<Leaf> leaf(Results<?> out) {
    var block = out.column(CHANGES_COMPARED.BLOCK);
    var index = out.column(CHANGES_COMPARED.LEAF_INDEX);
    var hash = out.column(CHANGES_COMPARED.LEAF);
    var isDropped = out.column(CHANGES_COMPARED.IS_DROPPED);
    return row ->
        new Leaf(row.get(block), row.get(index), HEX.formatHex(row.get(hash)), row.get(isDropped));
  }

  private static RowReader<StoredChange> change(Results<?> out) {
    var position = out.column(CHANGES_COMPARED.PLACE);
    var transaction = out.column(CHANGES_COMPARED.TRANSACTION_ID);
    var seconds = out.column(CHANGES_COMPARED.SECONDS);
    var operation = out.column(CHANGES_COMPARED.OPERATION);
    var entity = out.column(CHANGES_COMPARED.ENTITY);
    var opening = out.column(CHANGES_COMPARED.OPENING);
    var isOpen = out.column(CHANGES_COMPARED.IS_OPEN);
    var commitment = out.column(CHANGES_COMPARED.COMMITMENT);
    var actorOpening = out.column(CHANGES_COMPARED.ACTOR_OPENING);
    var isActorOpen = out.column(CHANGES_COMPARED.IS_ACTOR_OPEN);
    var actorCommitment = out.column(CHANGES_COMPARED.ACTOR_COMMITMENT);
    return row ->
        new StoredChange(
            row.get(position),
            row.get(transaction),
            row.get(seconds),
            row.get(operation),
            row.get(entity),
            new Opening(row.get(opening), row.get(isOpen), hexOrNull(row.getNullable(commitment))),
            new Opening(
                row.get(actorOpening),
                row.get(isActorOpen),
                hexOrNull(row.getNullable(actorCommitment))));
  }
}
