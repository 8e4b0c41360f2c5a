package io.zkpersona.cli.transfer;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.repository.Repositories;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Exports the entities that a filter matches, ordered by id, in constant memory. */
public final class Export {

  private static final int BUFFER = 65_536;

  private final Source source;
  private final Format format;
  private final boolean gzip;

  private Export(Source source, Format format, boolean gzip) {
    this.source = source;
    this.format = format;
    this.gzip = gzip;
  }

  /** Binds the entity type and its filter. */
  private interface Source {
    Stream<?> stream(Repositories all);

    EntityType<?, ?> type();
  }

  private record Filtered<F>(EntityType<?, F> type, F filter) implements Source {
    @Override
    public Stream<?> stream(Repositories all) {
      return type.stream(all, filter);
    }
  }

  /**
   * Prepares an export.
   *
   * @param type the entity
   * @param filter the members of its filter that are set, as texts by name; an empty map matches
   *     all that the library's empty filter matches
   * @param format the file format
   * @param gzip whether to compress
   * @throws ValidationException if a member of the filter is unknown or its value not valid
   */
  public static Export of(
      EntityType<?, ?> type, Map<String, String> filter, Format format, boolean gzip) {
    return new Export(filtered(type, filter), format, gzip);
  }

  private static <F> Source filtered(EntityType<?, F> type, Map<String, String> filter) {
    return new Filtered<>(type, Filters.of(type, filter));
  }

  /**
   * Writes the file.
   *
   * @param all the repositories
   * @param out where it goes; closed at the end
   * @param progress receives the number of rows so far
   * @return the number of rows
   * @throws IOException if writing fails
   */
  public long write(Repositories all, OutputStream out, LongConsumer progress) throws IOException {
    long rows = 0;
    try (OutputStream target = gzip ? new GZIPOutputStream(out, BUFFER) : out;
        RowWriter writer = writer(new BufferedOutputStream(target, BUFFER));
        Stream<?> entities = source.stream(all)) {
      Iterator<?> each = entities.iterator();
      while (each.hasNext()) {
        writer.write(each.next());
        rows++;
        progress.accept(rows);
      }
      writer.finish(rows);
    }
    return rows;
  }

  private RowWriter writer(OutputStream out) throws IOException {
    EntityType<?, ?> type = source.type();
    FileHeader header = FileHeader.of(type);
    return format == Format.CSV
        ? new CsvWriter(header, type.shape(), out)
        : new NdjsonWriter(header, type.shape(), out);
  }
}
