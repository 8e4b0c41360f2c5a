package io.zkpersona.storage.internal.migrate;

import java.util.Comparator;
import java.util.Objects;

/** A version of this library as major.minor.patch; what follows a hyphen does not count. */
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

  /** The version that was written into this jar when it was built. */
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
