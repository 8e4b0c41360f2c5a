package io.zkpersona.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.storage.erasure.HeldOfAPerson.Holds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every text that callers stored about a person is erased with the person. */
class ErasureMarkerIT extends ErasureFixture {

  @BeforeEach
  void record() {
    all().changes().startRecording(EnumSet.allOf(ChangedEntity.class));
  }

  @Test
  void itIsDecidedOfEveryColumnWhetherItCanHoldAnythingOfAPerson() {
    assertThat(HeldOfAPerson.decisions().keySet())
        .as("columns of the schema; decide on a new one in HeldOfAPerson")
        .isEqualTo(HeldOfAPerson.columnsOf(database));
  }

  @Test
  void noColumnHoldsAnythingOfAPersonThatWasErased() {
    MarkedPerson person = new MarkedPerson(database, all());
    for (String column : HeldOfAPerson.columns(Holds.ANYTHING)) {
      assertThat(marked(valuesOf(column))).as("%s, before the erasure", column).isNotEmpty();
    }
    List<String> made = new ArrayList<>();
    for (String column : HeldOfAPerson.columns(Holds.MADE_FOR_ONE)) {
      assertThat(valuesOf(column)).as("%s, before the erasure", column).isNotEmpty();
      made.addAll(valuesOf(column));
    }

    all().users().erase(person.user);

    assertNothingIsLeft(person, made);
    // Their author is unknown, so they stay, without the session name.
    assertThat(all().behaviorInputs().findAll())
        .hasSize(6)
        .allSatisfy(input -> assertThat(input.sessionId()).isNull());
    assertThat(all().behaviorInputs().activityRollup().verify()).isZero();
  }

  @Test
  void noneDoesInsideATransactionOfTheCallersEither() {
    MarkedPerson person = new MarkedPerson(database, all());

    manager.inTransaction(tx -> tx.users().erase(person.user));

    assertNothingIsLeft(person, List.of());
  }

  private void assertNothingIsLeft(MarkedPerson person, List<String> made) {
    for (Map.Entry<String, List<String>> table : dump().entrySet()) {
      assertThat(marked(table.getValue())).as(table.getKey()).isEmpty();
      assertThat(table.getValue())
          .as(table.getKey())
          .noneMatch(row -> row.contains(person.user.value().toString()))
          .noneMatch(row -> made.stream().anyMatch(row::contains));
    }
  }

  private List<String> valuesOf(String column) {
    String[] names = column.split("\\.", -1);
    return database.query(
        "SELECT %2$s::text FROM zkpersona.%1$s WHERE %2$s IS NOT NULL"
            .formatted(names[0], names[1]));
  }

  /** Returns the texts that contain a mark of the person, in plain or encoded form. */
  private static List<String> marked(List<String> texts) {
    return texts.stream()
        .filter(
            text ->
                List.of(MarkedPerson.MARK, MarkedPerson.WALLET.value()).stream()
                    .flatMap(mark -> spellings(mark).stream())
                    .anyMatch(text.toLowerCase(Locale.ROOT)::contains))
        .toList();
  }

  private static List<String> spellings(String mark) {
    String lower = mark.toLowerCase(Locale.ROOT);
    byte[] bytes = lower.getBytes(StandardCharsets.UTF_8);
    return List.of(lower, lower.substring(2), HexFormat.of().formatHex(bytes));
  }
}
