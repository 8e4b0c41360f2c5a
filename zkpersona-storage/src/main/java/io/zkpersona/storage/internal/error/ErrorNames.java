package io.zkpersona.storage.internal.error;

import io.zkpersona.storage.internal.error.Constraints.Target;
import io.zkpersona.storage.internal.error.Constraints.Violated;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * The names of constraint, table and column in an error of the server. A coordinator of Citus
 * passes on only the message of a node's error, so names that have no field are found in its text.
 * Immutable.
 */
final class ErrorNames {

  private static final String UNNAMED = "a value";
  private static final String INTERNAL = "XX000";
  private static final Pattern QUOTED = Pattern.compile("\"([a-z_]+)\"");

  /** The function of Citus that reports the error of a node's COPY, without its SQLSTATE. */
  private static final String COPY_ON_NODE = "ReportCopyError";

  private final @Nullable ServerErrorMessage server;
  private final @Nullable Violated inText;

  private ErrorNames(@Nullable ServerErrorMessage server) {
    this.server = server;
    this.inText = server == null ? null : Constraints.inMessage(server.getMessage());
  }

  /** Reads the names of an error; null if the driver has reported it itself. */
  static ErrorNames of(@Nullable ServerErrorMessage server) {
    return new ErrorNames(server);
  }

  /** Returns the SQLSTATE; of a violation that Citus reports without it, the one of its kind. */
  @Nullable String state(@Nullable String reported) {
    if (server == null || !COPY_ON_NODE.equals(server.getRoutine())) {
      return reported;
    }
    return inText == null ? INTERNAL : inText.state();
  }

  @Nullable String constraint() {
    String given = server == null ? null : server.getConstraint();
    return given == null && inText != null ? inText.constraint() : given;
  }

  /** Returns the entity type and the field of the constraint, as far as they are known. */
  Target target() {
    String constraint = constraint();
    String given = server == null ? null : server.getTable();
    String table = given == null && inText != null ? inText.table() : given;
    return Constraints.find(constraint, table)
        .orElse(new Target("row", constraint == null ? UNNAMED : constraint));
  }

  /** Returns the column, which a message quotes first. */
  String column() {
    if (server == null) {
      return UNNAMED;
    }
    if (server.getColumn() != null) {
      return server.getColumn();
    }
    Matcher quoted = QUOTED.matcher(server.getMessage() == null ? "" : server.getMessage());
    return quoted.find() ? quoted.group(1) : UNNAMED;
  }
}
