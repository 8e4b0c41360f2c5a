package io.zkpersona.storage.internal.migrate;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/** Reads resources that were generated into this jar by the build. */
final class LibraryResource {

  private LibraryResource() {}

  /** Returns the lines of a file at the root of the jar. */
  static List<String> lines(String resource) {
    try (InputStream in = LibraryResource.class.getResourceAsStream(resource)) {
      byte[] bytes = Objects.requireNonNull(in, resource).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw unreadable(resource, e);
    }
  }

  /** Returns the properties in a file at the root of the jar. */
  static Map<String, String> read(String resource) {
    try (InputStream in = LibraryResource.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(in, resource));
      return properties.stringPropertyNames().stream()
          .collect(Collectors.toUnmodifiableMap(name -> name, properties::getProperty));
    } catch (IOException e) {
      throw unreadable(resource, e);
    }
  }

  /** Opens a file of the jar for reading; the caller closes it. */
  static Reader reader(String resource) {
    InputStream in =
        Objects.requireNonNull(LibraryResource.class.getResourceAsStream(resource), resource);
    return new InputStreamReader(in, StandardCharsets.UTF_8);
  }

  private static UncheckedIOException unreadable(String resource, IOException cause) {
    return new UncheckedIOException("the library's own " + resource + " can't be read", cause);
  }
}
