package io.zkpersona.storage.internal.tenant;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.internal.error.Required;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns the names of tenants into names of schemas and back. A name is checked before anything else
 * happens with it: it needs no quotes, in an identifier as in a literal. Immutable.
 */
final class TenantName {

  /** Between the schema of the manager and the tenant's name. */
  private static final String BETWEEN = "_tenant_";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_]*");

  /** The server cuts longer names. All characters are of one byte. */
  private static final int LONGEST_SCHEMA = 63;

  private final String prefix;

  /** Names tenants of the manager whose own schema is {@code schema}. */
  TenantName(String schema) {
    this.prefix = schema + BETWEEN;
  }

  /**
   * Returns the schema of a tenant.
   *
   * @throws ValidationException if the name is null or not a tenant's name; the message does not
   *     contain it
   */
  String schemaOf(String name) {
    String given = Required.argument("name", name);
    if (!isName(given)) {
      throw new ValidationException(
          "name",
          given.codePointCount(0, given.length())
              + " characters (expected: 1.."
              + Math.max(0, LONGEST_SCHEMA - prefix.length())
              + " lowercase letters, digits and _, starting with a letter or digit, without "
              + BETWEEN
              + ")");
    }
    return prefix + given;
  }

  /** Returns the name of the tenant in a schema; empty if it is not a tenant's. */
  Optional<String> nameIn(String schema) {
    return Optional.of(schema)
        .filter(text -> text.startsWith(prefix))
        .map(text -> text.substring(prefix.length()))
        .filter(this::isName);
  }

  /** Names contain no separator: {@code a_tenant_b} has tenants of its own. */
  private boolean isName(String text) {
    return NAME.matcher(text).matches()
        && !text.contains(BETWEEN)
        && prefix.length() + text.length() <= LONGEST_SCHEMA;
  }
}
