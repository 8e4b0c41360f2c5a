package io.zkpersona.domain.access;

import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;
import org.jspecify.annotations.Nullable;

/** The rules for the texts of roles and permissions. */
final class AccessRules {
  private static final int MAX_NAME = 100;
  private static final int MAX_DESCRIPTION = 500;

  private AccessRules() {}

  static String name(@Nullable String name) {
    return Checks.text("name", name, 1, MAX_NAME);
  }

  /** Checks and normalizes a new name; old rows may contain other names. */
  static String newName(@Nullable String name) {
    return Names.name("name", name, 1, MAX_NAME);
  }

  /** Rejects a name that can be read but not stored as new. */
  static void checkNewName(String name) {
    Names.checkNew("name", name, 1, MAX_NAME);
  }

  static @Nullable String description(@Nullable String description) {
    return Checks.nullableText("description", description, 0, MAX_DESCRIPTION);
  }
}
