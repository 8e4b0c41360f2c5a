package io.zkpersona.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.user.User;
import io.zkpersona.junit.fixtures.Fixtures;
import io.zkpersona.junit.fixtures.StoredFixtures;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.UserRepository;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@ZkPersonaTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClassDatabaseIT {

  private static User first;

  private final UserRepository users;

  ClassDatabaseIT(UserRepository users) {
    this.users = users;
  }

  @BeforeAll
  static void storeTheFirst(StoredFixtures fixtures) {
    first = fixtures.user();
  }

  @Test
  @Order(1)
  void beforeAllAndTestsShareTheDatabase() {
    assertThat(users.findAll()).containsExactly(first);
  }

  @Test
  @Order(2)
  void fixturesOfSeveralTestsDoNotCollide(StoredFixtures fixtures, Fixtures unsaved) {
    assertThat(fixtures.users(50)).hasSize(50);
    assertThat(users.saveAll(unsaved.users(50))).hasSize(50);
  }

  @Nested
  class Inside {

    private final Repositories repositories;

    Inside(Repositories repositories) {
      this.repositories = repositories;
    }

    @Test
    void nestedClassesShareIt(UserRepository nested) {
      assertThat(nested.getById(first.id())).isEqualTo(first);
      assertThat(repositories.users().count()).isEqualTo(users.count());
    }
  }

  @Test
  void everyRepositoryIsAParameter() {
    assertThat(
            Arrays.stream(Repositories.class.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .map(Method::getReturnType))
        .isNotEmpty()
        .allMatch(type -> Parameters.ofDatabase(type) != null);
  }

  @Test
  void everyDoorLeadsToTheSameDatabase(
      DatabaseManager manager,
      BehaviorInputRepository inputs,
      DataSource dataSource,
      TestDatabase database)
      throws SQLException {
    assertThat(manager).isSameAs(database.manager());
    assertThat(inputs.count()).isZero();
    try (Connection plain = dataSource.getConnection();
        Connection byUrl = DriverManager.getConnection(database.jdbcUrl())) {
      assertThat(plain.getCatalog()).isEqualTo(byUrl.getCatalog());
      assertThat(database.url()).endsWith("/" + plain.getCatalog());
      assertThat(manager.<String>withConnection(Connection::getCatalog))
          .isEqualTo(plain.getCatalog());
    }
  }
}
