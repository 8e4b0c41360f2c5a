package io.zkpersona.storage.internal.migrate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/** What was written into this jar when it was built. */
final class LibraryResource {

  private LibraryResource() {}

  /** The properties in a file at the root of the jar. */
  static Map<String, String> read(String resource) {
    try (InputStream in = LibraryResource.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(in, resource));
      return properties.stringPropertyNames().stream()
          .collect(Collectors.toUnmodifiableMap(name -> name, properties::getProperty));
    } catch (IOException e) {
      throw new UncheckedIOException("the library's own " + resource + " can't be read", e);
    }
  }
}
