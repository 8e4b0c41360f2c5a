package io.zkpersona.benchmarks.ingest;

import io.zkpersona.benchmarks.candidate.raw.RawKeyedInputs;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Loads inputs of a chain. Each row has a new id, so only the external key identifies an event.
 * Loads the same source twice and, with the library only, saves as many rows without duplicates.
 */
final class InputLoads implements Loads {

  private static final String TABLE = "behavior_inputs";
  private static final String FIRST = "inputs with external keys, first load";
  private static final String SECOND = "inputs with external keys, second load";
  private static final String FRESH = "inputs without repeats, saveAll";
  private static final int CHUNK = 5_000;
  private static final BulkOptions CHUNKS = BulkOptions.committing(CHUNK);
  private static final ChainId CHAIN = ChainId.evm(1);
  private static final int FIRST_BLOCK = 17_000_000;
  private static final int EVENTS_A_BLOCK = 100;
  private static final int HASH_DIGITS = 64;

  private final Target target;

  InputLoads(Target target) {
    this.target = target;
  }

  @Override
  public void turn(Way way, Times times) throws SQLException {
    target.empty(TABLE);
    switch (way) {
      case LIBRARY -> byLibrary(times);
      case BY_HAND -> byHand(times);
    }
  }

  private void byLibrary(Times times) throws SQLException {
    BehaviorInputRepository inputs = target.repositories().behaviorInputs();
    int rows = target.rows();
    int different = Repeats.different(rows);
    BulkResult first =
        times.take(
            FIRST,
            Way.LIBRARY,
            rows,
            () -> inputs.insertAbsent(source(Repeats::number)::iterator, CHUNKS));
    require(first, different);
    check(different);
    BulkResult second =
        times.take(
            SECOND,
            Way.LIBRARY,
            rows,
            () -> inputs.insertAbsent(source(Repeats::number)::iterator, CHUNKS));
    require(second, 0);
    check(different);
    target.empty(TABLE);
    BulkResult fresh =
        times.take(
            FRESH,
            Way.LIBRARY,
            rows,
            () -> inputs.saveAll(source(IntUnaryOperator.identity())::iterator, CHUNKS));
    Target.require("inputs saved", rows, fresh.inserted());
    check(rows);
  }

  private void require(BulkResult result, int inserted) {
    Target.require("inputs inserted", inserted, result.inserted());
    Target.require("inputs present", target.rows() - inserted, result.present());
    Target.require("inputs with other content", 0, result.differing());
  }

  private void byHand(Times times) {
    RawKeyedInputs inputs = new RawKeyedInputs(target.pool());
    int rows = target.rows();
    int different = Repeats.different(rows);
    int first =
        times.take(
            FIRST,
            Way.BY_HAND,
            rows,
            () -> inputs.insertAbsent(source(Repeats::number).iterator(), CHUNK));
    Target.require("inputs inserted", different, first);
    check(different);
    int second =
        times.take(
            SECOND,
            Way.BY_HAND,
            rows,
            () -> inputs.insertAbsent(source(Repeats::number).iterator(), CHUNK));
    Target.require("inputs inserted", 0, second);
    check(different);
  }

  private Stream<BehaviorInput> source(IntUnaryOperator number) {
    return IntStream.range(0, target.rows())
        .map(number)
        .mapToObj(each -> event(each, BehaviorInputId.generate()));
  }

  private BehaviorInput event(int number, BehaviorInputId id) {
    int block = FIRST_BLOCK + number / EVENTS_A_BLOCK;
    return target.fixture().dataset().row(number).toBuilder()
        .id(id)
        .externalKey(ExternalKey.ofLog(CHAIN, Repeats.hash(number, HASH_DIGITS), number))
        .block(new BlockReference(CHAIN, block, Repeats.hash(block, HASH_DIGITS)))
        .build();
  }

  /** Compares all stored inputs with the first events of the source. */
  private void check(int expected) {
    BitSet found = new BitSet(expected);
    try (Stream<BehaviorInput> stored = target.repositories().behaviorInputs().stream()) {
      for (Iterator<BehaviorInput> rows = stored.iterator(); rows.hasNext(); ) {
        BehaviorInput row = rows.next();
        String key = Objects.requireNonNull(row.externalKey()).value();
        int number = Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
        Fixture.requireSame(event(number, row.id()), row);
        if (found.get(number)) {
          throw new IllegalStateException("an event is stored twice: " + row.id());
        }
        found.set(number);
      }
    }
    Target.require("inputs stored", expected, found.length());
    Target.require("inputs stored", expected, found.cardinality());
  }
}
