package io.zkpersona.cli.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears under its name when it is complete. Until then it has another name beside it,
 * and is deleted if writing fails. Only its owner may read it, since it may hold personal data. Not
 * thread-safe.
 */
public final class OutputFile implements AutoCloseable {

  private final Path target;
  private final Path partial;
  private boolean kept;

  private OutputFile(Path target, Path partial) {
    this.target = target;
    this.partial = partial;
  }

  /**
   * Creates the file under its other name.
   *
   * @param target its name at the end; an existing file is replaced then
   * @throws IOException if it can't be created
   */
  public static OutputFile create(Path target) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    Path name = absolute.getFileName();
    if (folder == null || name == null) {
      throw new IOException(target + ": a directory (expected: a file)");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          target + ": the directory " + folder + " does not exist (expected: an existing one)");
    }
    Path partial = Files.createTempFile(folder, name + ".", ".partial");
    // Also where the process is interrupted.
    partial.toFile().deleteOnExit();
    return new OutputFile(absolute, partial);
  }

  /**
   * Opens the file.
   *
   * @throws IOException if it can't be opened
   */
  public OutputStream open() throws IOException {
    return Files.newOutputStream(partial);
  }

  /**
   * Gives the file its name.
   *
   * @throws IOException if it can't be renamed
   */
  public void keep() throws IOException {
    try {
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    }
    kept = true;
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      Files.deleteIfExists(partial);
    }
  }
}
