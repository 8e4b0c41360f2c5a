package io.zkpersona.storage.listener;

import io.zkpersona.domain.error.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An operation that has finished.
 *
 * @param operation its name, for example {@code users.find_by_id}; one of a fixed set
 * @param kind its kind
 * @param duration its duration, the wait for a connection included
 * @param connectionWait how long it waited for a connection; zero inside a transaction, and if
 *     there was none
 * @param rows the rows that its statements returned, or changed if they return none; for a stream
 *     the rows read. Statements that are repeated count each time; work with a lent connection
 *     counts none
 * @param inTransaction whether it ran inside a transaction that was open before
 * @param result how it ended
 * @param error the code of the exception; null if it succeeded, and if the caller's own code threw,
 *     such as the block of a transaction or the source of a bulk call
 */
public record FinishedOperation(
    String operation,
    OperationKind kind,
    Duration duration,
    Duration connectionWait,
    long rows,
    boolean inTransaction,
    Result result,
    @Nullable ErrorCode error) {

  /** How an operation ended. */
  public enum Result {
    /** It returned. */
    SUCCEEDED,
    /** It threw, and changed nothing, or only what it committed in earlier chunks. */
    FAILED,
    /** It threw, and its last change may have been stored: the answer was lost. */
    UNKNOWN
  }
}
