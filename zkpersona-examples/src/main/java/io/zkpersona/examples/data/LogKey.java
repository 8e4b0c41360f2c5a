package io.zkpersona.examples.data;

/**
 * The identity of a log entry.
 *
 * @param transactionHash the transaction that wrote it
 * @param logIndex the index of the entry
 */
public record LogKey(String transactionHash, long logIndex) {

  static LogKey of(JsonLine line) throws MalformedLineException {
    String hash = line.hash("transaction_hash");
    try {
      return new LogKey(hash, line.wholeNumber("log_index").longValueExact());
    } catch (ArithmeticException e) {
      throw new MalformedLineException("log_index", "a number out of range", "at most 2^63 - 1");
    }
  }
}
