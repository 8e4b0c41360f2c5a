package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.User;
import io.zkpersona.junit.ZkPersonaTest;
import io.zkpersona.junit.fixtures.Fixtures;
import io.zkpersona.junit.fixtures.StoredFixtures;
import io.zkpersona.junit.fixtures.World;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.UserRepository;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@ZkPersonaTest
class ClassTest {

  private static World world;

  private final UserRepository users;

  ClassTest(UserRepository users) {
    this.users = users;
  }

  @BeforeAll
  static void store(StoredFixtures fixtures) {
    world = fixtures.world(60);
  }

  @Test
  void theLeaderboardIsThatOfTheWorld(ReputationRecordRepository reputations) {
    assertEquals(
        world.leaderboard().stream().map(ReputationRecord::id).toList(),
        reputations.leaderboard(ScoringCategory.OVERALL, ScoringPeriod.CURRENT, 1_000).stream()
            .map(entry -> entry.recordId())
            .toList());
  }

  @Test
  void aTransactionTakesFixtures(DatabaseManager database, Fixtures fixtures) {
    User user = database.callInTransaction(tx -> fixtures.stored(tx).user());
    assertEquals(user, users.getById(user.id()));
  }

  @Nested
  class Inside {

    @Test
    void theDatabaseIsThatOfTheOuterClass(StoredFixtures fixtures) {
      assertTrue(fixtures.verifiedProof(world.users().get(0)).verifiedAt() != null);
      assertTrue(users.count() >= 60);
    }
  }
}
