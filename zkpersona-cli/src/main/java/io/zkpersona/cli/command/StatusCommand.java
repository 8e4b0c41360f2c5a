package io.zkpersona.cli.command;

import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.cli.output.Table;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.DatabaseManagerBuilder;
import io.zkpersona.storage.health.HealthStatus;
import io.zkpersona.storage.health.MigrationStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows whether the database answers, and the version of its schema. */
@Command(
    name = "status",
    description = {
      "Shows whether the database answers and accepts writes, and the version of its schema.",
      "Ends with 1 if it accepts no writes or the schema is not up to date, and with 3 if it does"
          + " not answer."
    },
    footer = {
      "",
      "Examples:",
      "  zkpersona status",
      "  zkpersona status --migrations",
      "  zkpersona status --json | jq .health"
    })
final class StatusCommand extends DatabaseCommand {

  private static final double MICROS_PER_MILLI = 1e3;

  @Option(names = "--migrations", description = "List the migrations.")
  private boolean migrations;

  StatusCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  DatabaseManager open(DatabaseManagerBuilder manager) {
    return manager.openForInspection();
  }

  @Override
  ExitCode run(DatabaseManager database, Output out) {
    // The first round trip of a process is slower than the network.
    database.health();
    HealthStatus health = database.health();
    MigrationStatus status = database.migrationStatus();
    String state = state(health);
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("health", state);
    data.put("roundTripMillis", roundTrip(health));
    data.put("schema", status.schema());
    data.put("version", status.current());
    data.put("latest", status.latest());
    data.put("upToDate", status.isUpToDate());
    if (migrations) {
      data.put("migrations", status.migrations());
    }
    out.show(
        data,
        text -> {
          Double trip = roundTrip(health);
          text.line("health   " + state + (trip == null ? "" : ", round trip " + trip + " ms"));
          text.line("schema   " + status.schema());
          text.line(
              "version  "
                  + Objects.requireNonNullElse(status.current(), "none")
                  + " (latest "
                  + status.latest()
                  + ")");
          if (migrations) {
            text.line("");
            text.table(table(status));
          }
        });
    return health.isHealthy() && status.isUpToDate() ? ExitCode.OK : ExitCode.PROBLEM;
  }

  private static Table table(MigrationStatus status) {
    Table table = new Table("version", "state", "applied at", "description");
    status
        .migrations()
        .forEach(
            one ->
                table.row(
                    one.version(),
                    one.state().name().toLowerCase(Locale.ROOT),
                    one.appliedAt(),
                    one.description()));
    return table;
  }

  private static String state(HealthStatus health) {
    if (health instanceof HealthStatus.Unhealthy unhealthy) {
      return "unhealthy: " + unhealthy.reason();
    }
    if (health instanceof HealthStatus.ReadOnly) {
      return "read-only";
    }
    return health instanceof HealthStatus.Healthy ? "healthy" : "closed";
  }

  private static @Nullable Double roundTrip(HealthStatus health) {
    if (health instanceof HealthStatus.Healthy healthy) {
      return millis(healthy.roundTrip());
    }
    return health instanceof HealthStatus.ReadOnly readOnly ? millis(readOnly.roundTrip()) : null;
  }

  private static double millis(Duration time) {
    return TimeUnit.NANOSECONDS.toMicros(time.toNanos()) / MICROS_PER_MILLI;
  }
}
