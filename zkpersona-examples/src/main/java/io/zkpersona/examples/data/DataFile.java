package io.zkpersona.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;

/**
 * One file of a data set.
 *
 * @param name the name inside the data set, such as {@code ethereum/logs.ndjson}
 * @param url the location
 * @param size the size in bytes; -1 if unknown
 */
public record DataFile(String name, URL url, long size) {

  /** Opens the file for reading; the caller closes the stream. */
  public InputStream open() throws IOException {
    return url.openStream();
  }
}
