package io.zkpersona.domain.error;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Evidence of a write whose answer was lost, fixed before it was sent: enough to ask later whether
 * it was committed. Everything a trace names was written in one transaction, so one of its rows
 * stands for all.
 *
 * @param operation the call, such as {@code users.save}
 * @param entityType the type of the inserted rows, such as {@code behavior input}; null if the
 *     write inserted no row with an id of its own
 * @param ids ids of the inserted rows, at most {@value #MOST_IDS} of them; empty with a null type
 * @param transactionId the server's id of the transaction; null if it was not asked for
 * @param timeline the server's timeline, on which alone {@code transactionId} means this
 *     transaction; null without one
 * @param process the server process that ran the write; 0 if unknown, as behind a pooler
 */
public record WriteTrace(
    String operation,
    @Nullable String entityType,
    List<UUID> ids,
    @Nullable Long transactionId,
    @Nullable String timeline,
    int process)
    implements Serializable {

  /** How many ids a trace keeps at the most. */
  public static final int MOST_IDS = 10_000;

  /** Copies the ids, the first {@value #MOST_IDS} of them. */
  public WriteTrace {
    ids = List.copyOf(ids.size() > MOST_IDS ? ids.subList(0, MOST_IDS) : ids);
  }

  /**
   * A trace of a call that inserted nothing it could be found by.
   *
   * @param operation the call
   * @param process the server process that ran it; 0 if unknown
   */
  public static WriteTrace of(String operation, int process) {
    return new WriteTrace(operation, null, List.of(), null, null, process);
  }

  /**
   * A copy that names inserted rows, unless this one names some already.
   *
   * @param type the rows' type
   * @param inserted the rows' ids
   */
  public WriteTrace withRows(String type, List<UUID> inserted) {
    return ids.isEmpty()
        ? new WriteTrace(operation, type, inserted, transactionId, timeline, process)
        : this;
  }
}
