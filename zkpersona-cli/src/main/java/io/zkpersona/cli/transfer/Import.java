package io.zkpersona.cli.transfer;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Imports a file: inserts the rows that are absent, in committed chunks, and leaves the others as
 * they are. The same import again changes nothing. Not thread-safe.
 */
public final class Import implements AutoCloseable {

  private static final int BUFFER = 65_536;
  private static final int GZIP_MAGIC = 0x1f8b;

  private final BufferedReader text;
  private final @Nullable String first;
  private final @Nullable FileHeader header;
  private final Format format;

  private Import(
      BufferedReader text, @Nullable String first, @Nullable FileHeader header, Format format) {
    this.text = text;
    this.first = first;
    this.header = header;
    this.format = format;
  }

  /**
   * Opens a file and reads its first line. Its content tells its format, and whether it is
   * compressed.
   *
   * @param in the file; closed with the import
   * @throws IOException if reading fails
   * @throws TransferException if the first line is not one of the formats
   */
  public static Import open(InputStream in) throws IOException {
    BufferedReader text = new BufferedReader(decoded(plain(in)), BUFFER);
    skipMark(text);
    text.mark(1);
    int start = text.read();
    if (start < 0) {
      return new Import(text, null, null, Format.NDJSON);
    }
    text.reset();
    if (start == '{') {
      String line = text.readLine();
      FileHeader header = NdjsonReader.header(line);
      return new Import(text, header == null ? line : null, header, Format.NDJSON);
    }
    FileHeader header = start == '#' ? FileHeader.ofComment(text.readLine().substring(1)) : null;
    return new Import(text, null, header, Format.CSV);
  }

  private static InputStream plain(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    buffered.mark(2);
    int magic = buffered.read() << 8 | buffered.read();
    buffered.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, BUFFER) : buffered;
  }

  /** Bytes that are not UTF-8 are an error, not replaced. */
  private static InputStreamReader decoded(InputStream in) {
    return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
  }

  /** Spreadsheets begin CSV with a byte order mark. */
  private static void skipMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
  }

  /** Returns the entity that the file names; empty if it names none. */
  public Optional<String> entity() {
    return Optional.ofNullable(header).map(FileHeader::entity);
  }

  /**
   * Reads the file and inserts the rows that are absent.
   *
   * @param type the entity
   * @param all the repositories
   * @param chunkRows the number of rows that are committed at once
   * @return the counts
   * @throws IOException if reading fails
   * @throws TransferException if a row is not valid, naming the row; earlier chunks are committed
   * @throws ValidationException if {@code chunkRows} is out of range
   */
  public ImportResult into(EntityType<?, ?> type, Repositories all, int chunkRows)
      throws IOException {
    return insert(type, all, chunkRows);
  }

  private <E extends Entity<?>> ImportResult insert(
      EntityType<E, ?> type, Repositories all, int chunkRows) throws IOException {
    BulkOptions options = BulkOptions.committing(chunkRows);
    try (RowReader<E> reader = reader(type)) {
      Rows<E> rows = new Rows<>(reader);
      BulkResult result = type.repository(all).insertAbsent(() -> rows, options);
      OptionalLong announced = reader.announcedRows();
      return new ImportResult(
          type.name(),
          rows.count,
          result.inserted(),
          result.present(),
          result.differing(),
          announced.isPresent() ? announced.getAsLong() == rows.count : header == null);
    }
  }

  private <E extends Entity<?>> RowReader<E> reader(EntityType<E, ?> type) throws IOException {
    return format == Format.CSV
        ? new CsvReader<>(text, type.shape())
        : new NdjsonReader<>(text, first, type.shape());
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  /** Reads one row ahead, and numbers rows for errors. */
  private static final class Rows<E> implements Iterator<E> {

    private final RowReader<E> reader;
    private long count;
    private @Nullable E next;

    Rows(RowReader<E> reader) {
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = read();
      }
      return next != null;
    }

    private @Nullable E read() {
      try {
        E row = reader.next();
        if (row != null) {
          count++;
        }
        return row;
      } catch (ValidationException | TransferException e) {
        throw TransferException.inRow(count + 1, e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public E next() {
      E row = hasNext() ? next : null;
      if (row == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return row;
    }
  }
}
