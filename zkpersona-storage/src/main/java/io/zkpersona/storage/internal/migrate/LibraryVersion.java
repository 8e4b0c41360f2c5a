package io.zkpersona.storage.internal.migrate;

import static io.zkpersona.storage.internal.tables.tables.LibraryCompatibility.LIBRARY_COMPATIBILITY;

import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A version of this library as major.minor.patch; a suffix after a hyphen is ignored. */
record LibraryVersion(int major, int minor, int patch) implements Comparable<LibraryVersion> {

  private static final String RESOURCE = "/zkpersona-storage.properties";

  private static final Statement<None, String> OLDEST =
      Statement.of(
          "library_compatibility.find",
          (in, out) ->
              Selection.of(
                  List.of(out.only(LIBRARY_COMPATIBILITY.OLDEST_LIBRARY)), LIBRARY_COMPATIBILITY));

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

  /** Returns the oldest version that a schema requires, if this library is older. */
  static Optional<LibraryVersion> tooOld(SqlExecutor on) {
    LibraryVersion current = current();
    return on.list(OLDEST, None.NONE).stream()
        .map(LibraryVersion::of)
        .max(Comparator.naturalOrder())
        .filter(oldest -> oldest.compareTo(current) > 0);
  }
}
