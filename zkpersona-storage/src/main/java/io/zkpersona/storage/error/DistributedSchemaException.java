package io.zkpersona.storage.error;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a call that a schema distributed over the nodes of a Citus cluster does not support:
 * the activity rollup, partitions, the recording of changes, their feed and their seals, and counts
 * of reputation. Nothing was changed.
 */
public class DistributedSchemaException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param cause the cause, free of personal data; null if none
   */
  public DistributedSchemaException(@Nullable Throwable cause) {
    super(
        ErrorCode.DISTRIBUTED_SCHEMA,
        "the schema is distributed over nodes, which do not support this call (expected: a schema of"
            + " one server; undistribute it, or do without the feature)",
        cause);
  }
}
