package io.zkpersona.storage.tenant;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Two tenants and the manager's schema, in which the same ids are stored. */
abstract class NeighboursFixture {

  static final String ACME = "zkpersona_tenant_acme.";

  static TestDatabase database;
  static DatabaseManager manager;
  static Repositories acme;
  static Repositories globex;
  static Repositories home;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = database.open();
    acme = manager.tenants().create("acme").repositories();
    globex = manager.tenants().create("globex").repositories();
    home = manager.repositories();
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  static List<Repositories> everywhere() {
    return List.of(acme, globex, home);
  }

  static List<Repositories> besidesAcme() {
    return List.of(globex, home);
  }

  /** Stores a user under one id in all schemas. */
  static UserId userEverywhere() {
    UserId id = UserId.generate();
    everywhere().forEach(in -> in.users().save(User.builder().id(id).build()));
    return id;
  }

  /** Stores an input under one id in all schemas. */
  static BehaviorInputId inputEverywhere(UserId user) {
    BehaviorInputId id = BehaviorInputId.generate();
    everywhere().forEach(in -> in.behaviorInputs().save(input(user).withId(id)));
    return id;
  }

  static BehaviorInput input(UserId user) {
    return BehaviorInput.builder().userId(user).inputData(Json.emptyObject()).build();
  }
}
