package io.zkpersona.storage.change.seal;

import static io.zkpersona.domain.change.SealFinding.Kind.CHANGE_ALTERED;
import static io.zkpersona.domain.change.SealFinding.Kind.CHANGE_INSERTED;
import static io.zkpersona.domain.change.SealFinding.Kind.CHANGE_REMOVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.SealFinding;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.user.User;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that were altered after they were sealed: each is found and named. */
class ChangeTamperIT extends TamperFixture {

  /** Expressions that alter each column of a change by as little as possible. */
  private static final Map<String, String> OF_CHANGES =
      Map.ofEntries(
          Map.entry("transaction_id", "(transaction_id::text::bigint - 1)::text::xid8"),
          Map.entry("changed_at", "changed_at + interval '1 microsecond'"),
          Map.entry("operation", "CASE operation WHEN 'read' THEN 'erase' ELSE 'read' END"),
          Map.entry("entity", "CASE entity WHEN 'roles' THEN 'users' ELSE 'roles' END"),
          Map.entry("entity_id", "gen_random_uuid()"),
          Map.entry("second_id", "gen_random_uuid()"),
          Map.entry("user_id", "gen_random_uuid()"),
          Map.entry("actor_id", "gen_random_uuid()"),
          Map.entry("before", "coalesce(before, '{}') || '{\"id\": \"\"}'"),
          Map.entry("salt", "gen_random_uuid()"),
          Map.entry("commitment", "sha256('')"),
          Map.entry("actor_salt", "gen_random_uuid()"),
          Map.entry("actor_commitment", "sha256('')"));

  @Test
  void everyColumnIsTried() {
    assertThat(columns("changes"))
        .containsAll(OF_CHANGES.keySet())
        // Owners are for erasures only; they repeat what the version says.
        .allMatch(
            column ->
                OF_CHANGES.containsKey(column) || List.of("position", "owners").contains(column));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 14, 15, 28, 29})
  void anAlteredColumnOfAChangeIsFound(int change) {
    long position = positions.get(change);
    OF_CHANGES.forEach(
        (column, value) ->
            assertThat(
                    foundAfter(
                        "UPDATE changes SET %s = %s WHERE position = %d"
                            .formatted(column, value, position)))
                .as(column)
                .containsExactly(new SealFinding(CHANGE_ALTERED, 1L + change / CHANGES, position)));
  }

  @Test
  void aRemovedAndAnInsertedChangeAreFound() {
    long first = positions.get(0);
    long middle = positions.get(13);
    long last = positions.get(positions.size() - 1);
    for (long position : List.of(first, middle, last)) {
      long block = 1L + positions.indexOf(position) / CHANGES;
      assertThat(foundAfter("DELETE FROM changes WHERE position = " + position))
          .containsExactly(new SealFinding(CHANGE_REMOVED, block, position));
      assertThat(foundAfter(copy("position - 1000", "changed_at", "position = " + position)))
          .containsExactly(new SealFinding(CHANGE_INSERTED, null, position - 1000));
      assertThat(
              foundAfter(
                  "UPDATE changes SET position = position - 1000 WHERE position = " + position))
          .containsExactlyInAnyOrder(
              new SealFinding(CHANGE_REMOVED, block, position),
              new SealFinding(CHANGE_INSERTED, null, position - 1000));
      // A second one at the same position, before and after the sealed one.
      for (String at : List.of("changed_at - interval '1 day'", "changed_at + interval '1 day'")) {
        assertThat(foundAfter(copy("position", at, "position = " + position)))
            .containsExactly(new SealFinding(CHANGE_INSERTED, null, position));
      }
    }
    assertThat(foundAfter("DELETE FROM changes"))
        .hasSize(BLOCKS * CHANGES)
        .allMatch(finding -> finding.kind() == CHANGE_REMOVED);
  }

  /** No tick would ever see them, so no later seal covers them. */
  @Test
  void changesOfATimeToComeAreFound() {
    long last = positions.get(positions.size() - 1);
    String far = copy("position + 1000000", "changed_at", "position = " + last);
    assertThat(foundAfter(far))
        .containsExactly(new SealFinding(CHANGE_INSERTED, null, last + 1_000_000));

    assertThat(value("SELECT nextval('zkpersona.changes_position_seq')"))
        .isEqualTo(Long.toString(last + 1));
    String unseen =
        copy("position + 1", "changed_at", "position = " + last)
            .replaceFirst("transaction_id", "'9000000000000000000'");
    assertThat(foundAfter(unseen))
        .containsExactly(new SealFinding(CHANGE_INSERTED, null, last + 1));
  }

  private static String copy(String position, String at, String where) {
    String values =
        String.join(", ", columns("changes"))
            .replaceFirst("position", position)
            .replaceFirst("changed_at", at);
    return "INSERT INTO changes SELECT %s FROM changes WHERE %s".formatted(values, where);
  }

  @Test
  void changesThatAreMovedOrSwapActorsAreFound() {
    long one = positions.get(8);
    long other = positions.get(9);
    assertThat(
            foundAfter(
                "UPDATE changes SET position = %d + %d - position WHERE position IN (%d, %d)"
                    .formatted(one, other, one, other)))
        .containsExactly(
            new SealFinding(CHANGE_ALTERED, 2L, one), new SealFinding(CHANGE_ALTERED, 2L, other));

    all().as(new ActorId(new UUID(1, 2))).users().save(User.builder().build());
    seal();
    long third = positions().get(positions.size());
    assertThat(
            foundAfter(
                """
                UPDATE changes AS c SET actor_id = o.actor_id, actor_salt = o.actor_salt
                FROM changes AS o WHERE (c.position, o.position) IN ((%1$d, %2$d), (%2$d, %1$d))
                """
                    .formatted(one, third)))
        .containsExactly(
            new SealFinding(CHANGE_ALTERED, 2L, one), new SealFinding(CHANGE_ALTERED, 6L, third));
  }

  @Test
  void anErasureThatKeepsAnotherCommitmentIsFoundAndARealOneIsNot() {
    long position = positions.get(7);
    String erasure =
        "UPDATE changes SET commitment = %s, salt = NULL, before = NULL WHERE position = "
            + position;
    assertThat(
            foundAfter(
                erasure.formatted(
                    "changes_commitment(salt, entity_id, second_id, user_id, before)")))
        .isEmpty();
    assertThat(foundAfter(erasure.formatted("sha256('')")))
        .containsExactly(new SealFinding(CHANGE_ALTERED, 2L, position));
    // Beside a commitment, nothing else covers a version.
    assertThat(
            foundAfter(
                """
                UPDATE changes SET
                  commitment = changes_commitment(salt, entity_id, second_id, user_id, before),
                  before = '{}' WHERE position = %d
                """
                    .formatted(position)))
        .containsExactly(new SealFinding(CHANGE_ALTERED, 2L, position));
  }
}
