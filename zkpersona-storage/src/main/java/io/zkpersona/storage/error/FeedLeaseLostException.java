package io.zkpersona.storage.error;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a lease of a subscription to the feed of changes is no longer valid: it expired, it
 * was released, another worker holds the subscription, or the subscription is gone. Also thrown for
 * a batch that was acknowledged before, or was read before another one was acknowledged. Nothing
 * was written.
 */
public class FeedLeaseLostException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String subscription;

  /**
   * Creates the exception for a lease that is no longer valid.
   *
   * @param subscription the name of the subscription
   * @param cause the cause, free of personal data; null if there is none
   */
  public FeedLeaseLostException(String subscription, @Nullable Throwable cause) {
    super(
        ErrorCode.CLAIM_LOST,
        "subscription: no longer held by this lease, or the batch is an old one (expected: the"
            + " current lease and the last batch read; undo the batch's effects, claim again and"
            + " read again)",
        cause);
    this.subscription = subscription;
  }

  /** Returns the name of the subscription. */
  public final String subscription() {
    return subscription;
  }
}
