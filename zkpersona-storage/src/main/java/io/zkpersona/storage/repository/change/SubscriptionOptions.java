package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The options of a subscription. Immutable and thread-safe.
 *
 * @param start where it begins; by default at the first change that is kept
 * @param entities whose changes are delivered; by default of all
 * @param content whether events carry the version that the change replaced; by default not
 * @param maxAttempts after how many failures an event becomes a dead letter, 1 to 1,000; 10 by
 *     default
 * @param retryDelay the time until a failed event is tried again, zero to 30 days, truncated to
 *     microseconds; doubled after each further failure, up to an hour. One second by default
 * @param maxBlocked how many rows may wait for a failed event or a dead letter before no more
 *     events are read, 1 to 10,000; 100 by default. So a receiver that fails for everything stops
 *     the subscription, rather than making a dead letter of each event
 */
public record SubscriptionOptions(
    Start start,
    Set<ChangedEntity> entities,
    Content content,
    int maxAttempts,
    Duration retryDelay,
    int maxBlocked) {

  private static final int MOST_ATTEMPTS = 1_000;
  private static final int MOST_BLOCKED = 10_000;
  private static final Duration LONGEST_DELAY = Duration.ofDays(30);
  private static final SubscriptionOptions DEFAULTS =
      new SubscriptionOptions(
          Start.BEGINNING,
          EnumSet.allOf(ChangedEntity.class),
          Content.NONE,
          10,
          Duration.ofSeconds(1),
          100);

  /** The beginning of a subscription. */
  public enum Start {
    /** At the first change that is kept. */
    BEGINNING,
    /** At changes that are committed after the subscription was made. */
    NOW
  }

  /** The content of events. */
  public enum Content {
    /** None: what happened to which row. */
    NONE,
    /** The version that the change replaced, which may be personal data. */
    BEFORE
  }

  /**
   * Checks the values and copies the set.
   *
   * @throws ValidationException if a value is null or out of range, or {@code entities} is empty
   */
  public SubscriptionOptions {
    requireGiven("start", start);
    requireGiven("entities", entities);
    requireGiven("content", content);
    requireGiven("retryDelay", retryDelay);
    if (entities.isEmpty()) {
      throw new ValidationException("entities", "none (expected: at least one)");
    }
    for (Object entity : entities) {
      requireGiven("entities", entity);
    }
    entities = Collections.unmodifiableSet(EnumSet.copyOf(entities));
    requireRange("maxAttempts", maxAttempts, MOST_ATTEMPTS);
    requireRange("maxBlocked", maxBlocked, MOST_BLOCKED);
    if (retryDelay.isNegative() || retryDelay.compareTo(LONGEST_DELAY) > 0) {
      throw new ValidationException(
          "retryDelay", retryDelay + " (expected: PT0S.." + LONGEST_DELAY + ")");
    }
    retryDelay = retryDelay.truncatedTo(ChronoUnit.MICROS);
  }

  private static void requireGiven(String name, @org.jspecify.annotations.Nullable Object value) {
    if (value == null) {
      throw new ValidationException(name, "null (expected: a value)");
    }
  }

  private static void requireRange(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new ValidationException(name, value + " (expected: 1.." + max + ")");
    }
  }

  /** Returns the options with all defaults. */
  public static SubscriptionOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another start. */
  public SubscriptionOptions start(Start other) {
    return new SubscriptionOptions(other, entities, content, maxAttempts, retryDelay, maxBlocked);
  }

  /** Returns these options with other entities. */
  public SubscriptionOptions entities(Set<ChangedEntity> other) {
    return new SubscriptionOptions(start, other, content, maxAttempts, retryDelay, maxBlocked);
  }

  /** Returns these options with other content. */
  public SubscriptionOptions content(Content other) {
    return new SubscriptionOptions(start, entities, other, maxAttempts, retryDelay, maxBlocked);
  }

  /** Returns these options with another number of attempts. */
  public SubscriptionOptions maxAttempts(int other) {
    return new SubscriptionOptions(start, entities, content, other, retryDelay, maxBlocked);
  }

  /** Returns these options with another delay of the second attempt. */
  public SubscriptionOptions retryDelay(Duration other) {
    return new SubscriptionOptions(start, entities, content, maxAttempts, other, maxBlocked);
  }

  /** Returns these options with another limit of blocked rows. */
  public SubscriptionOptions maxBlocked(int other) {
    return new SubscriptionOptions(start, entities, content, maxAttempts, retryDelay, other);
  }
}
