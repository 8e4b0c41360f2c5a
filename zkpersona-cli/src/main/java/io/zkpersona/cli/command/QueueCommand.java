package io.zkpersona.cli.command;

import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.cli.output.Table;
import io.zkpersona.domain.behavior.queue.DeadLetter;
import io.zkpersona.domain.behavior.queue.QueueDepth;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The work queue of inputs. */
@Command(
    name = "queue",
    description = "The work queue of inputs: its depth, and its dead letters.",
    subcommands = {
      QueueCommand.Depth.class,
      QueueCommand.DeadLetters.class,
      QueueCommand.Requeue.class
    },
    footer = {
      "",
      "Examples:",
      "  zkpersona queue depth",
      "  zkpersona queue dead-letters --limit 10",
      "  zkpersona queue requeue --all --yes"
    })
final class QueueCommand {

  private static final int MOST = 1_000;

  private QueueCommand() {}

  /** Creates the command, which only groups others. */
  static QueueCommand create() {
    return new QueueCommand();
  }

  private static WorkQueue queue(DatabaseManager database) {
    return database.repositories().behaviorInputs().workQueue();
  }

  /** Counts the inputs in the queue. */
  @Command(
      name = "depth",
      description = "Counts waiting inputs, claimed inputs and dead letters.",
      footer = {"", "Example:", "  zkpersona queue depth --json"})
  static final class Depth extends DatabaseCommand {

    Depth(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    ExitCode run(DatabaseManager database, Output out) {
      QueueDepth depth = queue(database).depth();
      out.show(
          depth,
          text ->
              text.table(
                  new Table(">waiting", ">claimed", ">dead")
                      .row(depth.waiting(), depth.claimed(), depth.dead())));
      return ExitCode.OK;
    }
  }

  /** Lists dead letters. */
  @Command(
      name = "dead-letters",
      description = "Lists the oldest dead letters: inputs that used up their attempts.",
      footer = {"", "Example:", "  zkpersona queue dead-letters --limit 10"})
  static final class DeadLetters extends DatabaseCommand {

    @Option(
        names = "--limit",
        paramLabel = "ROWS",
        defaultValue = "100",
        description = "At most so many, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int limit;

    DeadLetters(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    void prepare() {
      if (limit < 1 || limit > MOST) {
        throw usage("--limit: " + limit + " (expected: 1.." + MOST + ")");
      }
    }

    @Override
    ExitCode run(DatabaseManager database, Output out) {
      List<DeadLetter> letters = queue(database).deadLetters(limit);
      out.show(
          letters.stream().map(DeadLetters::data).toList(),
          text -> {
            Table table = new Table("input", "timestamp", "type", ">attempts", "reason");
            letters.forEach(
                letter ->
                    table.row(
                        letter.input().id().value(),
                        letter.input().timestamp(),
                        letter.input().inputType().value(),
                        letter.attempts(),
                        letter.failureReason()));
            text.table(table);
          });
      return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> data(DeadLetter letter) {
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      data.put("id", letter.input().id());
      data.put("timestamp", letter.input().timestamp());
      data.put("inputType", letter.input().inputType().value());
      data.put("attempts", letter.attempts());
      data.put("failureReason", letter.failureReason());
      return data;
    }
  }

  /** Returns dead letters to the queue. */
  @Command(
      name = "requeue",
      description = {
        "Returns dead letters to the queue, with their full number of attempts, and wakes workers.",
        "An input that is no dead letter is left alone and not counted."
      },
      footer = {
        "",
        "Examples:",
        "  zkpersona queue requeue 01920000-0000-7000-8000-000000000000",
        "  zkpersona queue requeue --all"
      })
  static final class Requeue extends DatabaseCommand {

    @Parameters(paramLabel = "INPUT", arity = "0..*", description = "The ids of inputs.")
    private final List<String> inputs = new ArrayList<>();

    @Option(names = "--all", description = "All dead letters.")
    private boolean all;

    @Option(names = "--yes", description = "Do not ask before --all.")
    private boolean yes;

    private final List<BehaviorInputId> ids = new ArrayList<>();

    Requeue(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    void prepare() {
      if (all == !inputs.isEmpty()) {
        throw usage("inputs: " + inputs.size() + ", --all: " + all + " (expected: ids, or --all)");
      }
      try {
        inputs.forEach(text -> ids.add(BehaviorInputId.of(text)));
      } catch (ValidationException e) {
        throw usage(String.valueOf(e.getMessage()));
      }
      if (all) {
        confirm(yes, "Returns all dead letters to the queue");
      }
    }

    @Override
    ExitCode run(DatabaseManager database, Output out) {
      WorkQueue queue = queue(database);
      long requeued = all ? requeueAll(queue) : ids.stream().filter(queue::requeue).count();
      out.show(Map.of("requeued", requeued), text -> text.line(requeued + " requeued"));
      return ExitCode.OK;
    }

    /** Ends even if workers make dead letters of the same inputs again meanwhile. */
    private static long requeueAll(WorkQueue queue) {
      long left = queue.depth().dead();
      long requeued = 0;
      while (left > 0) {
        List<DeadLetter> letters = queue.deadLetters((int) Math.min(left, MOST));
        if (letters.isEmpty()) {
          break;
        }
        requeued += letters.stream().filter(letter -> queue.requeue(letter.input().id())).count();
        left -= letters.size();
      }
      return requeued;
    }
  }
}
