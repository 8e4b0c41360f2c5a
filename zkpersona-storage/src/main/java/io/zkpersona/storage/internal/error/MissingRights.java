package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.storage.internal.tables.Zkpersona;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.Named;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Finds the object on which a role lacks a privilege. The server reports it only in its localized
 * text: this class takes the last word there that names one of the library's objects, and no other
 * part of the text.
 */
final class MissingRights {

  private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9_]+");
  private static final Pattern OWN_FUNCTION =
      Pattern.compile("behavior_(activity|input_partitions|input_keys)_[a-z]+");
  private static final Pattern PARTITION =
      Pattern.compile("behavior_inputs_(default|late|dated|\\d{8})");
  private static final Set<String> TABLES =
      Zkpersona.ZKPERSONA.getTables().stream()
          .map(Named::getName)
          .collect(Collectors.toUnmodifiableSet());

  private MissingRights() {}

  static DatabaseException of(
      @Nullable ServerErrorMessage server, String state, SanitizedSqlException cause) {
    String object = object(server == null ? null : server.getMessage()).orElse("a database object");
    return new DatabaseException(
        object
            + ": the database role lacks a privilege (expected: the privileges that"
            + " migrations/grants.sql grants; migrations, partitioning, and enabling or disabling"
            + " the activity counts require the owner of the tables)",
        state,
        null,
        cause);
  }

  /** Returns the object's name, if it is one of the library's objects. */
  static Optional<String> object(@Nullable String message) {
    if (message == null) {
      return Optional.empty();
    }
    String found = null;
    for (String word : NO_NAME.split(message, -1)) {
      if (TABLES.contains(word)
          || PARTITION.matcher(word).matches()
          || OWN_FUNCTION.matcher(word).matches()) {
        found = word;
      }
    }
    return Optional.ofNullable(found);
  }
}
