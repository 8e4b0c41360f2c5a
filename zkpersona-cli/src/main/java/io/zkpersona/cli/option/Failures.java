package io.zkpersona.cli.option;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.error.BulkInterruptedException;
import io.zkpersona.storage.error.MigrationException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.regex.Pattern;

/** Reports failures as one line, and as a stack trace only on request. */
public final class Failures {

  /** User and password of a URL, which a mistaken command line may hold anywhere. */
  private static final Pattern PASSWORD = Pattern.compile("://[^\\s'\"]*@");

  /** The next step of services, whose commands do not migrate. */
  private static final String OF_THE_LIBRARY = "apply the migrations, or set DB_AUTO_MIGRATE=true";

  private Failures() {}

  /**
   * Reports a failure.
   *
   * @param failure what ended the command
   * @param err standard error
   * @param verbose whether to print the stack trace, too
   * @return the exit code
   */
  public static int report(Throwable failure, PrintStream err, boolean verbose) {
    line(err, "error", message(failure));
    if (verbose) {
      failure.printStackTrace(err);
    }
    return ExitCode.of(failure).number();
  }

  /**
   * Prints a message as one line.
   *
   * @param err standard error
   * @param kind {@code error} or {@code warning}
   * @param message the message; line breaks and control characters become spaces
   */
  public static void line(PrintStream err, String kind, String message) {
    String hidden = PASSWORD.matcher(message).replaceAll("://***@");
    err.println(kind + ": " + hidden.replaceAll("[\\p{Cntrl}\\s]+", " ").strip());
  }

  private static String message(Throwable failure) {
    if (failure instanceof BulkInterruptedException bulk && bulk.getCause() != null) {
      return message(bulk.getCause())
          + "; "
          + bulk.committedRows()
          + " rows are committed (expected: all; remove the cause and import again, which leaves"
          + " them as they are)";
    }
    if (failure instanceof MigrationException migration) {
      // The library names its variable, which has no effect on these commands.
      return inCode(migration).replace(OF_THE_LIBRARY, "run zkpersona migrate");
    }
    if (failure instanceof ZkPersonaException known) {
      return inCode(known);
    }
    if (failure instanceof RefusedException) {
      return Objects.toString(failure.getMessage());
    }
    if (failure instanceof UncheckedIOException wrapped) {
      return message(Objects.requireNonNull(wrapped.getCause()));
    }
    if (failure instanceof IOException e) {
      return files(e);
    }
    return "unexpected %s: %s (expected: none; --verbose prints where)"
        .formatted(failure.getClass().getSimpleName(), failure.getMessage());
  }

  private static String inCode(ZkPersonaException failure) {
    return failure.code().code() + " " + inRow(failure);
  }

  /** The library counts the elements of a bulk call from 0, people count rows from 1. */
  private static String inRow(ZkPersonaException failure) {
    String message = String.valueOf(failure.getMessage());
    return failure.index().isPresent()
        ? message.replaceFirst("^element [0-9]+", "row " + (failure.index().getAsInt() + 1L))
        : message;
  }

  private static String files(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file or directory (expected: an existing one)";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": access denied (expected: permission to read or write it)";
    }
    if (e instanceof FileSystemException file) {
      return file.getFile() + ": " + Objects.toString(file.getReason(), "failed");
    }
    if (e instanceof CharacterCodingException) {
      return "bytes that are not UTF-8 (expected: UTF-8)";
    }
    return Objects.toString(e.getMessage(), e.getClass().getSimpleName());
  }
}
