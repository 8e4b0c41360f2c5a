package io.zkpersona.cli.command;

import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.health.MigrationStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Applies pending migrations. */
@Command(
    name = "migrate",
    description = {
      "Creates the schema, or applies the migrations that it lacks.",
      "Any number of processes may run it at once, and it may be repeated."
    },
    footer = {
      "",
      "Examples:",
      "  zkpersona migrate",
      "  zkpersona migrate --schema public --baseline 7   (adopts the historic tables)"
    })
final class MigrateCommand extends DatabaseCommand {

  @Option(
      names = "--baseline",
      paramLabel = "VERSION",
      description = "Adopt existing tables that are at this migration.")
  private @Nullable Integer baseline;

  MigrateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  DatabaseConfigBuilder configure(DatabaseConfigBuilder settings) {
    settings.autoMigrate(true);
    return baseline == null ? settings : settings.baselineVersion(baseline);
  }

  @Override
  ExitCode run(DatabaseManager database, Output out) {
    MigrationStatus status = database.migrationStatus();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("schema", status.schema());
    data.put("version", String.valueOf(status.current()));
    data.put("upToDate", status.isUpToDate());
    out.show(
        data,
        text -> text.line("schema " + status.schema() + " is at version " + status.current()));
    return status.isUpToDate() ? ExitCode.OK : ExitCode.PROBLEM;
  }
}
