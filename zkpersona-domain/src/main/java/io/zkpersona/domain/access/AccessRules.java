package io.zkpersona.domain.access;

import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;
import org.jspecify.annotations.Nullable;

/** What the texts of roles and permissions must look like. */
final class AccessRules {
  private static final int MAX_NAME = 100;
  private static final int MAX_DESCRIPTION = 500;

  private AccessRules() {}

  static String name(@Nullable String name) {
    return Checks.text("name", name, 1, MAX_NAME);
  }

  /** A name that is stored anew; old rows may hold others. */
  static String newName(@Nullable String name) {
    return Names.name("name", name, 1, MAX_NAME);
  }

  /** Refuses a name that may be read but not stored anew. */
  static void checkNewName(String name) {
    Names.checkNew("name", name, 1, MAX_NAME);
  }

  static @Nullable String description(@Nullable String description) {
    return Checks.nullableText("description", description, 0, MAX_DESCRIPTION);
  }
}
