package io.zkpersona.cli.command;

import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.Failures;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.cli.output.Progress;
import io.zkpersona.cli.transfer.EntityType;
import io.zkpersona.cli.transfer.Import;
import io.zkpersona.cli.transfer.ImportResult;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports entities from a file or from standard input. */
@Command(
    name = "import",
    description = {
      "Imports a file that export wrote, or one of the same form: inserts the rows that are absent"
          + " and leaves the others as they are.",
      "After an interruption, run it again: rows that are there are counted and not changed. Ends"
          + " with 1 if rows are there with other content, or the end of the file is missing.",
      "The database sets the times of creation and change; everything else is kept."
    },
    footer = {
      "",
      "Import what others refer to first: users, roles, permissions, sessions, inputs, scores,"
          + " proofs, reputations, sponsors, sponsored-transactions.",
      "",
      "Examples:",
      "  zkpersona import users.ndjson.gz",
      "  zkpersona export inputs | zkpersona import - --url postgresql://app@other/app",
      "  zkpersona import roles.csv --entity roles"
    })
final class ImportCommand extends DatabaseCommand {

  @Parameters(paramLabel = "FILE", description = "The file; - for standard input.")
  private String file = "";

  @Option(
      names = "--entity",
      paramLabel = "ENTITY",
      completionCandidates = EntityNames.class,
      description =
          "The entity, for a file that does not name it. One of: ${COMPLETION-CANDIDATES}")
  private @Nullable String entity;

  @Option(
      names = "--chunk",
      paramLabel = "ROWS",
      description =
          "Commit after so many rows, 1 to 10,000; they are held in memory. Default: 1000, for"
              + " proofs 100.")
  private @Nullable Integer chunkRows;

  ImportCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() throws IOException {
    if (chunkRows != null && (chunkRows < 1 || chunkRows > BulkOptions.MAX_CHUNK_ROWS)) {
      throw usage("--chunk: " + chunkRows + " (expected: 1.." + BulkOptions.MAX_CHUNK_ROWS + ")");
    }
    if (entity != null) {
      type(entity);
    }
    if (!isStandardInput()) {
      Files.newInputStream(Path.of(file)).close();
    }
  }

  private boolean isStandardInput() {
    return file.equals("-");
  }

  private EntityType<?, ?> type(String name) {
    return EntityNames.find(name).orElseThrow(() -> usage(EntityNames.unknown(name)));
  }

  @Override
  ExitCode run(DatabaseManager database, Output out) throws IOException {
    ImportResult result;
    try (InputStream in =
            isStandardInput() ? surroundings().in() : Files.newInputStream(Path.of(file));
        Progress progress =
            Progress.start(
                surroundings().terminal(),
                surroundings().err(),
                "import",
                "bytes",
                isStandardInput() ? -1 : Files.size(Path.of(file)));
        Import source = Import.open(new CountedInput(in, progress))) {
      EntityType<?, ?> type = entityOf(source);
      result =
          source.into(
              type, database.repositories(), chunkRows == null ? type.chunkRows() : chunkRows);
    }
    out.show(result, text -> text.line(summary(result)));
    return judge(result);
  }

  private EntityType<?, ?> entityOf(Import source) {
    String named = source.entity().orElse(null);
    if (named == null && entity == null) {
      throw usage(
          file
              + ": names no entity (expected: --entity, one of "
              + String.join(", ", EntityType.names())
              + ")");
    }
    if (named != null && entity != null && !named.equals(entity)) {
      throw usage(file + ": holds " + named + " (expected: " + entity + ", as --entity says)");
    }
    return type(named == null ? String.valueOf(entity) : named);
  }

  private static String summary(ImportResult result) {
    return String.format(
        Locale.ROOT,
        "%s: %d rows read, %d inserted, %d were there, %d were there with other content",
        result.entity(),
        result.rows(),
        result.inserted(),
        result.present(),
        result.differing());
  }

  private ExitCode judge(ImportResult result) {
    if (!result.complete()) {
      Failures.line(
          surroundings().err(),
          "error",
          file
              + ": its end is missing after "
              + result.rows()
              + " rows (expected: the last line, with the number of rows; export it again)");
    }
    return result.complete() && result.differing() == 0 ? ExitCode.OK : ExitCode.PROBLEM;
  }
}
