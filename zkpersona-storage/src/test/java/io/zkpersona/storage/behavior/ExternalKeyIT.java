package io.zkpersona.storage.behavior;

import static io.zkpersona.storage.behavior.ChainEvents.CHAIN;
import static io.zkpersona.storage.behavior.ChainEvents.block;
import static io.zkpersona.storage.behavior.ChainEvents.event;
import static io.zkpersona.storage.behavior.ChainEvents.events;
import static io.zkpersona.storage.behavior.ChainEvents.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BlockRange;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.behavior.queue.QueueFixture;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.contract.Components;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.repository.contract.Together;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** An input with an external key is stored once. */
public class ExternalKeyIT extends QueueFixture {

  private static BehaviorInputRepository inputs() {
    return all().behaviorInputs();
  }

  private static void assertTaken(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            taken -> {
              assertThat(taken.entityType()).isEqualTo("behavior input");
              assertThat(taken.field()).isEqualTo("externalKey");
            })
        .hasMessageContaining("already taken (expected: ")
        .hasMessageNotContaining("0x");
  }

  private static CreateBehaviorInputRequest request(int event) {
    return Components.copied(event(event, block(CHAIN, 1)), CreateBehaviorInputRequest.class);
  }

  @Test
  void aSecondInputWithTheSameKeyIsRefused() {
    BehaviorInput stored = inputs().save(event(1, block(CHAIN, 1)));
    List<BehaviorInput> many = events(200);

    assertTaken(() -> inputs().save(event(1, block(CHAIN, 2))));
    assertTaken(() -> inputs().create(request(1)));
    assertTaken(() -> inputs().createAll(List.of(request(0), request(1))));
    assertTaken(() -> inputs().saveAll(many.subList(0, 20)));
    assertTaken(() -> inputs().saveAll(many));
    assertTaken(() -> inputs().saveAll(many, BulkOptions.atomic()));
    assertTaken(() -> inputs().upsertAll(many, BulkOptions.atomic()));
    assertTaken(
        () -> inputs().saveAll(List.of(event(7, block(CHAIN, 1)), event(7, block(CHAIN, 1)))));

    assertThat(inputs().findAll()).containsExactly(stored);
  }

  @Test
  void aTakenKeyIsNamedByItsPosition() {
    inputs().save(event(1, block(CHAIN, 1)));

    assertThatThrownBy(() -> inputs().saveAll(events(150)))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, taken -> assertThat(taken.index()).hasValue(1));
  }

  @Test
  void aKeyThatIsTakenIsNoAbsentId() {
    inputs().save(event(1, block(CHAIN, 1)));

    assertThatThrownBy(() -> inputs().save(event(1, block(CHAIN, 1))))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            taken -> assertThat(taken.isContentAsGiven()).isFalse());
  }

  @Test
  void inputsWithoutAKeyAreAsManyAsOneLikes() {
    inputs().saveAll(Stream.generate(References::input).limit(150).toList());
    inputs().save(References.input());

    assertThat(inputs().count()).isEqualTo(151);
  }

  @Test
  void inputsAreFoundByTheirKeysOneByOneAndManyAtOnce() {
    List<BehaviorInput> stored = inputs().saveAll(events(50));

    assertThat(inputs().findByExternalKey(key(7))).contains(stored.get(7));
    assertThat(inputs().findByExternalKey(key(50))).isEmpty();
    assertThat(inputs().findByExternalKey(new ExternalKey(key(7).value().toUpperCase(Locale.ROOT))))
        .isEmpty();
    assertThat(inputs().findAllByExternalKey(List.of(key(9), key(3), key(50), key(9))))
        .containsExactly(stored.get(3), stored.get(9));
    assertThat(inputs().findAllByExternalKey(List.of())).isEmpty();
    assertThat(inputs().find(BehaviorInputFilter.builder().externalKey(key(4)).build()))
        .containsExactly(stored.get(4));
    assertThat(
            inputs()
                .find(BehaviorInputFilter.builder().blocks(new BlockRange(CHAIN, 1L, 3L)).build()))
        .isEqualTo(stored.subList(10, 30));
  }

  @Test
  void aKeyIsFreeAgainOnceItsInputIsGone() {
    for (int round = 0; round < 2; round++) {
      List<BehaviorInput> stored = inputs().saveAll(events(40));
      inputs().deleteById(stored.get(0).id());
      inputs().deleteAllById(List.of(stored.get(1).id()), BulkOptions.atomic());
      inputs().delete(BehaviorInputFilter.builder().externalKey(key(2)).build());
      inputs().saveAll(events(3));
      inputs().deleteEverything();
      inputs().saveAll(events(40));
      database.execute("TRUNCATE zkpersona.behavior_inputs CASCADE");
    }
    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.behavior_input_keys"))
        .isEqualTo("0");
  }

  @Test
  void aKeyThatWasRolledBackIsFree() {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.behaviorInputs().saveAll(events(5));
                      throw new IllegalStateException("undone");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(inputs().saveAll(events(5))).hasSize(5);
  }

  @Test
  void aKeyIsNeverChangedOnceItIsSet() {
    BehaviorInput stored = inputs().save(event(1, block(CHAIN, 1)));
    List<BehaviorInput> before = inputs().findAll();

    for (ExternalKey other : new ExternalKey[] {key(2), null}) {
      BehaviorInput changed = stored.withExternalKey(other);
      assertFixed(() -> inputs().update(changed));
      assertFixed(() -> inputs().update(stored.id(), current -> changed));
      assertFixed(() -> inputs().updateAll(List.of(changed), BulkOptions.atomic()));
      assertFixed(() -> inputs().upsertAll(List.of(changed), BulkOptions.atomic()));
    }
    assertThatThrownBy(
            () -> database.execute("UPDATE zkpersona.behavior_inputs SET external_key = 'other'"))
        .hasStackTraceContaining("an external key is never changed");

    assertThat(inputs().findAll()).isEqualTo(before);
    assertThat(inputs().update(stored.withProcessed(true)).externalKey()).isEqualTo(key(1));
  }

  private static void assertFixed(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("externalKey"));
  }

  /** As an application does that loaded inputs before keys existed. */
  @Test
  void anInputWithoutAKeyIsGivenOneThatIsUniqueFromThenOn() {
    BehaviorInput keyless = inputs().save(References.input());

    BehaviorInput keyed = inputs().update(keyless.withExternalKey(key(1)));

    assertThat(inputs().findByExternalKey(key(1))).contains(keyed);
    assertTaken(() -> inputs().save(event(1, block(CHAIN, 1))));
    BehaviorInput other = inputs().save(References.input());
    assertTaken(() -> inputs().update(other.withExternalKey(key(1))));
  }

  @Test
  void theBlockOfAnInputMayChange() {
    BehaviorInput stored = inputs().save(event(1, block(CHAIN, 1)));

    BehaviorInput moved = inputs().update(stored.withBlock(block(CHAIN, 2)));
    assertThat(inputs().getById(stored.id())).isEqualTo(moved);
    BehaviorInput cleared = inputs().update(moved.withBlock(null));
    assertThat(inputs().getById(stored.id())).isEqualTo(cleared);
  }

  @Test
  void ofThoseWhoLoadTheSameEventsAtOnceEachEventIsStoredOnce() throws InterruptedException {
    List<Throwable> refused =
        Together.failures(
            Together.run(
                8,
                () -> {
                  for (int i = 0; i < 20; i++) {
                    try {
                      inputs().save(event(i, block(CHAIN, 1)));
                    } catch (DuplicateEntityException e) {
                      assertThat(e.field()).isEqualTo("externalKey");
                    }
                  }
                  // In another order, and in one statement.
                  try {
                    inputs().saveAll(events(120).subList(20, 120));
                  } catch (DuplicateEntityException e) {
                    assertThat(e.field()).isEqualTo("externalKey");
                  }
                  return true;
                }));

    assertThat(refused).isEmpty();
    assertThat(inputs().count()).isEqualTo(120);
  }

  /** The library would not write these rows, and could not read them. */
  @Test
  void whatTheLibraryCouldNotReadIsRefusedByTheDatabase() {
    for (String values :
        List.of(
            "external_key) VALUES ('a b'",
            "external_key) VALUES ('')".replace("')", "'"),
            "external_key) VALUES (E'a\\n'",
            "chain_id) VALUES ('eip155:1'",
            "chain_id, block_number) VALUES ('eip155:1', 1",
            "chain_id, block_number, block_hash) VALUES ('abc:d', -1, 'hash'",
            "chain_id, block_number, block_hash) VALUES ('abc', 1, 'hash'",
            "chain_id, block_number, block_hash) VALUES ('eip155:1', 1, 'hash'",
            "chain_id, block_number, block_hash) VALUES ('abc:d', 1, '" + "A".repeat(64) + "'",
            "chain_id, block_number, block_hash) VALUES ('abc:d', 1, ''")) {
      assertThatThrownBy(
              () ->
                  database.execute(
                      "INSERT INTO zkpersona.behavior_inputs (input_data, \"timestamp\", "
                          + values.replace("VALUES (", "VALUES ('{}', now(), ")
                          + ")"))
          .as(values)
          .hasStackTraceContaining("_check");
    }
    assertThat(inputs().existsById(BehaviorInputId.generate())).isFalse();
  }
}
