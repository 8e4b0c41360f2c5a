package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.query.Portable.exists;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.Circuits.CIRCUITS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static io.zkpersona.storage.internal.tables.tables.VerificationKeys.VERIFICATION_KEYS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.with;

import io.zkpersona.storage.internal.bulk.ManyRows.Value;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.proof.CircuitRules.Part;
import io.zkpersona.storage.internal.proof.ExistingProofs.Found;
import io.zkpersona.storage.internal.proof.ExistingProofs.Question;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Stores pending proofs, the candidates for a statement. One text locks the key, checks the
 * assumptions about the proof and the existing proofs of the statement, and inserts the proof.
 */
final class ProofCandidates {

  /** The variant of the statement. */
  private record Shape(Question question, boolean declared, boolean wallet) {}

  /** The times of a stored row. */
  record Times(Instant createdAt, Instant modifiedAt) {}

  /**
   * The outcome for one proof.
   *
   * @param assumed whether the key's circuit, its rules and the user's wallet are those of the
   *     proof; if not, nothing was stored
   * @param times null if the proof was not stored
   */
  record Outcome(boolean assumed, Found found, @Nullable Times times) {}

  /** Identifies the table of the keys in the database. */
  private static final Field<String> TABLE =
      field(name("tableoid"), SQLDataType.OTHER).cast(SQLDataType.VARCHAR);

  private static final Field<Boolean> ASSUMED = field(name("assumed"), SQLDataType.BOOLEAN);

  /**
   * The first part locks the key against declarations, and the user's candidates against being
   * counted elsewhere, so that the second part sees all that was committed before. The rows of
   * circuits never change, and proofs of a key prevent its declaration, so that the locked key
   * keeps the second part's checks valid until the commit.
   */
  private static final Variants<Shape, KeyedProof, Outcome> PLACE =
      Variants.inParts(
          ProofInsert.SAVE,
          (shape, in, out) -> List.of(locking(shape, in), placing(shape, in, out)));

  private ProofCandidates() {}

  /**
   * Returns the statement that stores a candidate, if the proof's assumptions hold, and no existing
   * proof and no limit excludes that it is ever verified.
   */
  static Statement<KeyedProof, Outcome> place(KeyedProof keyed) {
    return PLACE.of(new Shape(Question.of(keyed), keyed.rules() != null, keyed.wallet() != null));
  }

  private static Query locking(Shape shape, Parameters<KeyedProof> in) {
    Field<?> candidates =
        shape.question.nobodys()
            ? inline(1)
            : function(
                name("pg_catalog", "pg_advisory_xact_lock"),
                SQLDataType.OTHER,
                Builtins.hash(TABLE, in.number(ProofCandidates::lock)));
    return select(candidates)
        .from(VERIFICATION_KEYS)
        .where(VERIFICATION_KEYS.HASH.eq(in.value(VERIFICATION_KEYS.HASH, KeyedProof::key)))
        .forKeyShare();
  }

  /**
   * Returns the number of the advisory lock under which a user's candidates for a statement are
   * counted. Locks are the database's, so the server adds the table, which other schemas do not
   * share.
   */
  private static long lock(KeyedProof keyed) {
    String text =
        Objects.requireNonNull(keyed.user()).value()
            + keyed.proof().publicSignals().canonicalText();
    return ByteBuffer.wrap(ProofHash.sha256(text)).getLong();
  }

  private static Query placing(Shape shape, Parameters<KeyedProof> in, Results<Outcome> out) {
    var found =
        name("found")
            .as(
                select(ExistingProofs.of(shape.question, in).named())
                    .select(field(isAssumed(shape, in)).as(ASSUMED)));
    List<Field<?>> columns = new ArrayList<>();
    List<Field<?>> values = new ArrayList<>();
    for (Value<KeyedProof, ?> value : KeyedProof.VALUES) {
      columns.add(value.field());
      values.add(parameter(in, value));
    }
    var stored =
        name("stored")
            .as(
                DSL.insertInto(ZK_PROOFS, columns)
                    .select(select(values).from(found).where(isFree(found, in)))
                    .returning(ZK_PROOFS.CTIME, ZK_PROOFS.MTIME));
    var existing = ExistingProofs.in(found).read(out);
    var assumed = out.column(columnOf(found, ASSUMED));
    var createdAt = out.column(columnOf(stored, ZK_PROOFS.CTIME), Codecs.INSTANT);
    var modifiedAt = out.column(columnOf(stored, ZK_PROOFS.MTIME), Codecs.INSTANT);
    out.as(
        row -> {
          Instant created = row.getNullable(createdAt);
          return new Outcome(
              row.get(assumed),
              existing.read(row),
              created == null ? null : new Times(created, row.get(modifiedAt)));
        });
    return with(found)
        .with(stored)
        .select(out.fields())
        .from(found)
        .leftJoin(stored)
        .on(trueCondition());
  }

  private static <T> Param<T> parameter(Parameters<KeyedProof> in, Value<KeyedProof, T> value) {
    return in.value(value.field(), value.of());
  }

  private static Condition isFree(Table<?> found, Parameters<KeyedProof> in) {
    ExistingProofs existing = ExistingProofs.in(found);
    return condition(columnOf(found, ASSUMED))
        .and(existing.verified().isNull())
        .and(existing.same().isNull())
        .and(not(existing.taken()))
        .and(existing.uses().lt(in.value(CIRCUITS.NULLIFIER_USES, KeyedProof::uses)))
        .and(existing.pending().lt(inline(ZkProofRepository.MAX_CANDIDATES)));
  }

  private static Condition isAssumed(Shape shape, Parameters<KeyedProof> in) {
    Condition key = VERIFICATION_KEYS.HASH.eq(in.value(VERIFICATION_KEYS.HASH, KeyedProof::key));
    Condition circuit =
        shape.declared
            ? exists(
                selectOne()
                    .from(VERIFICATION_KEYS)
                    .join(CIRCUITS)
                    .on(CIRCUITS.NAME.eq(VERIFICATION_KEYS.CIRCUIT_NAME))
                    .and(CIRCUITS.VERSION.eq(VERIFICATION_KEYS.CIRCUIT_VERSION))
                    .where(key)
                    .and(
                        DSL.and(
                            CircuitRules.PARTS.stream().map(part -> isSame(in, part)).toList())))
            : exists(
                selectOne()
                    .from(VERIFICATION_KEYS)
                    .where(key)
                    .and(VERIFICATION_KEYS.CIRCUIT_NAME.isNull()));
    return shape.wallet ? circuit.and(isOwner(in)) : circuit;
  }

  private static <T> Condition isSame(Parameters<KeyedProof> in, Part<T> part) {
    return part.field().isNotDistinctFrom(part.parameter(in, KeyedProof::declared));
  }

  /** Old rows have addresses in any letter case. */
  private static Condition isOwner(Parameters<KeyedProof> in) {
    return exists(
        selectOne()
            .from(USERS)
            .where(USERS.ID.eq(in.value(USERS.ID, KeyedProof::user)))
            .and(
                Builtins.lowerAscii(USERS.WALLET_ADDRESS)
                    .eq(Builtins.lowerAscii(in.value(USERS.WALLET_ADDRESS, KeyedProof::wallet)))));
  }
}
