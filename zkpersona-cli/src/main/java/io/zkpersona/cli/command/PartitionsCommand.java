package io.zkpersona.cli.command;

import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.cli.output.Table;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.behavior.Dependents;
import io.zkpersona.storage.repository.behavior.DroppedPartitions;
import io.zkpersona.storage.repository.behavior.InputPartition;
import io.zkpersona.storage.repository.behavior.InputPartitions;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The partitions of inputs. */
@Command(
    name = "partitions",
    description =
        "The partitions of inputs by the time of their ids. They need the owner of the tables.",
    subcommands = {
      PartitionsCommand.ListAll.class,
      PartitionsCommand.Enable.class,
      PartitionsCommand.Prepare.class,
      PartitionsCommand.Drop.class
    },
    footer = {
      "",
      "Examples:",
      "  zkpersona partitions enable --width week --ahead-days 28",
      "  zkpersona partitions prepare --width week --ahead-days 28   (from a daily job)",
      "  zkpersona partitions list",
      "  zkpersona partitions drop --before 2026-01-01"
    })
final class PartitionsCommand {

  private PartitionsCommand() {}

  /** Creates the command, which only groups others. */
  static PartitionsCommand create() {
    return new PartitionsCommand();
  }

  private static InputPartitions partitions(DatabaseManager database) {
    return database.repositories().behaviorInputs().partitions();
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Lists the partitions. */
  @Command(
      name = "list",
      description = "Lists the partitions with their estimated rows and their size.",
      footer = {"", "Example:", "  zkpersona partitions list --json"})
  static final class ListAll extends DatabaseCommand {

    ListAll(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    ExitCode run(DatabaseManager database, Output out) {
      List<InputPartition> found = partitions(database).list();
      out.show(
          found,
          text -> {
            if (found.isEmpty()) {
              text.line("inputs are not partitioned");
              return;
            }
            Table table = new Table("partition", "from", "until", ">rows (estimated)", ">bytes");
            found.forEach(
                one ->
                    table.row(
                        one.name(),
                        one.startsAt(),
                        one.endsAt(),
                        one.estimatedRows(),
                        one.bytes()));
            text.table(table);
          });
      return ExitCode.OK;
    }
  }

  /** A command that creates partitions ahead of time. */
  abstract static class Creating extends DatabaseCommand {

    private static final int MOST_DAYS = 15_500;

    @Option(
        names = "--width",
        paramLabel = "WIDTH",
        required = true,
        description = "day, week or month.")
    private PartitionWidth width = PartitionWidth.WEEK;

    @Option(
        names = "--ahead-days",
        paramLabel = "DAYS",
        required = true,
        description = "How far ahead to create partitions.")
    private int aheadDays;

    Creating(Surroundings surroundings) {
      super(surroundings);
    }

    abstract int create(InputPartitions partitions, PartitionWidth chosen, Duration ahead);

    @Override
    void prepare() {
      if (aheadDays < 0 || aheadDays > MOST_DAYS) {
        throw usage("--ahead-days: " + aheadDays + " (expected: 0.." + MOST_DAYS + ")");
      }
    }

    @Override
    ExitCode run(DatabaseManager database, Output out) {
      int created = create(partitions(database), width, Duration.ofDays(aheadDays));
      out.show(Map.of("created", created), text -> text.line(created + " partitions created"));
      return ExitCode.OK;
    }
  }

  /** Partitions the table. */
  @Command(
      name = "enable",
      description = {
        "Partitions the table of inputs. The tables around it are locked meanwhile: choose a quiet"
            + " hour, and a start in the future if there are many inputs."
      },
      footer = {"", "Example:", "  zkpersona partitions enable --width week --ahead-days 28"})
  static final class Enable extends Creating {

    @Option(
        names = "--from",
        paramLabel = "DATE",
        description = "The first day of the first partition, in UTC. Default: tomorrow.")
    private @Nullable LocalDate from;

    Enable(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    int create(InputPartitions partitions, PartitionWidth chosen, Duration ahead) {
      LocalDate first = from == null ? LocalDate.now(ZoneOffset.UTC).plusDays(1) : from;
      return partitions.enable(startOf(first), chosen, ahead);
    }
  }

  /** Creates missing partitions. */
  @Command(
      name = "prepare",
      description = "Creates the partitions that are missing. Run it regularly, ahead of time.",
      footer = {"", "Example:", "  zkpersona partitions prepare --width week --ahead-days 28"})
  static final class Prepare extends Creating {

    Prepare(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    int create(InputPartitions partitions, PartitionWidth chosen, Duration ahead) {
      return partitions.prepare(chosen, ahead);
    }
  }

  /** Drops old partitions. */
  @Command(
      name = "drop",
      description = "Drops the partitions that end before a day, with their inputs.",
      footer = {
        "",
        "Examples:",
        "  zkpersona partitions drop --before 2026-01-01",
        "  zkpersona partitions drop --before 2026-01-01 --with-dependents --yes"
      })
  static final class Drop extends DatabaseCommand {

    @Option(
        names = "--before",
        paramLabel = "DATE",
        required = true,
        description = "Partitions that end later than the start of this day in UTC are kept.")
    private LocalDate before = LocalDate.EPOCH;

    @Option(
        names = "--with-dependents",
        description =
            "Delete scores and proofs of these inputs, too. Default: refuse if any exist.")
    private boolean withDependents;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    Drop(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    void prepare() {
      confirm(yes, "Drops the partitions of inputs that end before " + before);
    }

    @Override
    ExitCode run(DatabaseManager database, Output out) {
      DroppedPartitions dropped =
          partitions(database)
              .dropBefore(startOf(before), withDependents ? Dependents.DELETE : Dependents.KEEP);
      out.show(
          dropped,
          text ->
              text.line(
                  String.format(
                      Locale.ROOT,
                      "%d partitions dropped, with %d inputs, %d claims, %d scores and %d proofs",
                      dropped.partitions(),
                      dropped.inputs(),
                      dropped.claims(),
                      dropped.scores(),
                      dropped.proofs())));
      return ExitCode.OK;
    }
  }
}
