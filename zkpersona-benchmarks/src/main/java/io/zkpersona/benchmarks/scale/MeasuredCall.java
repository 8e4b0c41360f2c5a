package io.zkpersona.benchmarks.scale;

/**
 * The measured cost of one call for the server.
 *
 * @param serverMicros the processor time of all processes of the server
 * @param elapsedMicros the time from the call to its result, on the same machine
 * @param walBytes the write-ahead log without images of pages
 * @param pageImages how many pages are logged as a whole if none of them was since the checkpoint
 * @param storedBytes the growth of the database
 */
public record MeasuredCall(
    double serverMicros,
    double elapsedMicros,
    double walBytes,
    double pageImages,
    double storedBytes) {

  /** Returns the cost of many such calls. */
  MeasuredCall times(double number) {
    return new MeasuredCall(
        serverMicros * number,
        elapsedMicros * number,
        walBytes * number,
        pageImages * number,
        storedBytes * number);
  }

  /** Returns the cost of both. */
  MeasuredCall plus(MeasuredCall other) {
    return new MeasuredCall(
        serverMicros + other.serverMicros,
        elapsedMicros + other.elapsedMicros,
        walBytes + other.walBytes,
        pageImages + other.pageImages,
        storedBytes + other.storedBytes);
  }
}
