package io.zkpersona.examples;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;

/**
 * One file of a data set.
 *
 * @param name its name inside the data set, {@code ethereum/logs.ndjson} for instance
 * @param url where it is
 * @param size its size in bytes, -1 if unknown
 */
record DataFile(String name, URL url, long size) {

  InputStream open() throws IOException {
    return url.openStream();
  }
}
