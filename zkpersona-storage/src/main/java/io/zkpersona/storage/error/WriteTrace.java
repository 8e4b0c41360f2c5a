package io.zkpersona.storage.error;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Evidence of a write whose answer was lost, recorded before the write was sent and sufficient to
 * determine later whether it was committed. Everything that a trace names was written in one
 * transaction, so the presence of one row proves the presence of all.
 *
 * @param operation the call, such as {@code users.save}
 * @param entityType the type of the inserted rows, such as {@code behavior input}; null if the
 *     write inserted no row with an id
 * @param ids ids of the inserted rows, at most {@value #MOST_IDS} of them; empty if the type is
 *     null
 * @param transactionId the server's transaction id; null if it was not requested
 * @param timeline the server's timeline, the only one on which {@code transactionId} refers to this
 *     transaction; null without a transaction id
 * @param process the server process that ran the write; 0 if unknown, as behind a connection pooler
 */
public record WriteTrace(
    String operation,
    @Nullable String entityType,
    List<UUID> ids,
    @Nullable Long transactionId,
    @Nullable String timeline,
    int process)
    implements Serializable {

  /** The largest number of ids that a trace keeps. */
  public static final int MOST_IDS = 10_000;

  /** Copies the first {@value #MOST_IDS} ids. */
  public WriteTrace {
    ids = List.copyOf(ids.size() > MOST_IDS ? ids.subList(0, MOST_IDS) : ids);
  }

  /**
   * Creates a trace of a call that inserted no identifiable rows.
   *
   * @param operation the call
   * @param process the server process that ran it; 0 if unknown
   */
  public static WriteTrace of(String operation, int process) {
    return new WriteTrace(operation, null, List.of(), null, null, process);
  }

  /**
   * Returns a copy that names inserted rows, or this trace if it already names rows.
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
