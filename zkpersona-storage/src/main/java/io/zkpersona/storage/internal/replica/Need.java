package io.zkpersona.storage.internal.replica;

import io.zkpersona.storage.replica.CommitToken;

/** The requirement that a replica fulfills to serve a read. */
@FunctionalInterface
interface Need {

  /** Tells whether a replica contains it, given what it was last seen to contain. */
  boolean isMetBy(Sight replica);

  /**
   * Everything until a time.
   *
   * @param nanos the age that the data may have
   */
  static Need notOlder(PrimaryLog log, long nanos) {
    return replica -> {
      var time = log.timeOf(replica);
      return time.isPresent() && System.nanoTime() - time.getAsLong() <= nanos;
    };
  }

  /** Everything before a token. */
  static Need reached(CommitToken token) {
    return replica ->
        replica.server().system() == token.system()
            && replica.timeline() == token.timeline()
            && Long.compareUnsigned(replica.position(), token.position()) >= 0;
  }
}
