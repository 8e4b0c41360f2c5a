package io.zkpersona.cli.command;

import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.RefusedException;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.cli.output.Progress;
import io.zkpersona.cli.transfer.EntityType;
import io.zkpersona.cli.transfer.Export;
import io.zkpersona.cli.transfer.Format;
import io.zkpersona.cli.transfer.OutputFile;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.DatabaseManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports entities to a file or to standard output. */
@Command(
    name = "export",
    description = {
      "Exports entities, ordered by id, to a file or to standard output.",
      "The file appears when it is complete, and only its owner may read it. It holds personal"
          + " data and, for sessions, their secrets."
    },
    footer = {
      "",
      "Filters are the members of the library's filters; a wrong name prints the list. Soft-deleted"
          + " users are exported with --filter includeDeleted=true.",
      "",
      "Examples:",
      "  zkpersona export users --filter includeDeleted=true --out users.ndjson.gz",
      "  zkpersona export inputs --filter processed=false --filter startDate=2026-01-01T00:00:00Z",
      "  zkpersona export scores --format csv > scores.csv"
    })
final class ExportCommand extends DatabaseCommand {

  @Parameters(
      paramLabel = "ENTITY",
      completionCandidates = EntityNames.class,
      description = "One of: ${COMPLETION-CANDIDATES}")
  private String entity = "";

  @Option(names = "--out", paramLabel = "FILE", description = "The file. Default: standard output.")
  private @Nullable Path file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "ndjson or csv. Default: as the file's name ends, else ndjson.")
  private @Nullable Format format;

  @Option(names = "--gzip", description = "Compress. Default: if the file's name ends with .gz.")
  private boolean gzip;

  @Option(
      names = "--filter",
      paramLabel = "MEMBER=VALUE",
      description = "Only rows with this value. Repeatable; all must match.")
  private final List<String> filters = new ArrayList<>();

  @Option(names = "--overwrite", description = "Replace an existing file.")
  private boolean overwrite;

  private @Nullable Export export;

  ExportCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    EntityType<?, ?> type =
        EntityNames.find(entity).orElseThrow(() -> usage(EntityNames.unknown(entity)));
    String name = file == null ? "" : file.toString();
    try {
      export =
          Export.of(
              type,
              filter(),
              format == null ? Format.ofName(name) : format,
              gzip || Format.isGzip(name));
    } catch (ValidationException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    if (file != null && Files.exists(file) && !overwrite) {
      throw new RefusedException(file + ": exists (expected: a new file, or --overwrite)");
    }
  }

  @Override
  ExitCode run(DatabaseManager database, Output out) throws IOException {
    if (file == null) {
      // A bar would be drawn over the rows.
      export().write(database.repositories(), new Stdout(surroundings().out()), rows -> {});
      return ExitCode.OK;
    }
    long rows;
    try (OutputFile target = OutputFile.create(file);
        Progress progress =
            Progress.start(surroundings().terminal(), surroundings().err(), entity, "rows", -1)) {
      rows = export().write(database.repositories(), target.open(), progress::at);
      target.keep();
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("entity", entity);
    data.put("rows", rows);
    data.put("file", file.toString());
    out.show(data, text -> text.line(entity + ": " + rows + " rows exported to " + file));
    return ExitCode.OK;
  }

  /** A member that is given twice would otherwise hide its first value. */
  private Map<String, String> filter() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String text : filters) {
      int end = text.indexOf('=');
      if (end < 1) {
        throw usage("--filter: no member (expected: MEMBER=VALUE)");
      }
      if (texts.put(text.substring(0, end), text.substring(end + 1)) != null) {
        throw usage("--filter: a member is given twice (expected: once)");
      }
    }
    return texts;
  }

  private Export export() {
    return Objects.requireNonNull(export, "not prepared");
  }
}
