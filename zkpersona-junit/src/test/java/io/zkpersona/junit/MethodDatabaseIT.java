package io.zkpersona.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.junit.fixtures.StoredFixtures;
import io.zkpersona.storage.repository.UserRepository;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@ZkPersonaTest(database = DatabasePer.METHOD)
class MethodDatabaseIT {

  private final TestDatabase own;

  MethodDatabaseIT(TestDatabase own) {
    this.own = own;
  }

  @BeforeEach
  void storeOne(StoredFixtures fixtures) {
    fixtures.user();
  }

  @RepeatedTest(3)
  void eachInvocationStartsEmpty(StoredFixtures fixtures, UserRepository users) {
    assertThat(users.count()).isEqualTo(1);
    fixtures.user();
    assertThat(users.count()).isEqualTo(2);
  }

  @Test
  void theConstructorGetsTheDatabaseOfTheTest(TestDatabase database) {
    assertThat(database).isSameAs(own);
  }

  @Test
  void itsTextNamesTheDatabaseAndNothingElse(TestDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      assertThat(database).hasToString("TestDatabase[" + connection.getCatalog() + "]");
    }
  }

  @Nested
  class Inside {

    @Test
    void testsOfNestedClassesHaveOneToo(UserRepository users, TestDatabase database) {
      assertThat(users.count()).isEqualTo(1);
      assertThat(database).isSameAs(own);
    }
  }
}
