package io.zkpersona.storage.internal.migrate;

import java.util.Comparator;
import java.util.Objects;

/** A version of this library as major.minor.patch; a suffix after a hyphen is ignored. */
record LibraryVersion(int major, int minor, int patch) implements Comparable<LibraryVersion> {

  private static final String RESOURCE = "/zkpersona-storage.properties";
  private static final Comparator<LibraryVersion> ORDER =
      Comparator.comparingInt(LibraryVersion::major)
          .thenComparingInt(LibraryVersion::minor)
          .thenComparingInt(LibraryVersion::patch);

  static LibraryVersion of(String text) {
    String[] parts = text.split("-", 2)[0].split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "library version: " + parts.length + " parts (expected: major.minor.patch)");
    }
    return new LibraryVersion(
        Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  /** Returns the version that the build wrote into this jar. */
  static LibraryVersion current() {
    return of(Objects.requireNonNull(LibraryResource.read(RESOURCE).get("version")));
  }

  @Override
  public int compareTo(LibraryVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
