package io.zkpersona.examples.step;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorInputFilterBuilder;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.examples.console.Output;
import io.zkpersona.examples.console.Table;
import io.zkpersona.examples.data.DataSet;
import io.zkpersona.examples.data.InputFactory;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The context of all steps.
 *
 * @param database the open database
 * @param config the configuration of the database
 * @param data the data to load
 * @param out the output
 */
public record Walk(DatabaseManager database, DatabaseConfig config, DataSet data, Output out) {

  BehaviorInputRepository inputs() {
    return database.repositories().behaviorInputs();
  }

  ZkProofRepository proofs() {
    return database.repositories().zkProofs();
  }

  /** Returns the repositories with the example's actor, so that clean-up recognizes the rows. */
  Repositories signed() {
    return database.repositories().as(InputFactory.AUTHOR);
  }

  UserRepository users() {
    return database.repositories().users();
  }

  /** Returns a filter builder restricted to the example's rows in a shared database. */
  BehaviorInputFilterBuilder ours() {
    return BehaviorInputFilter.builder().sessionId(new SessionText(data.sessionId()));
  }

  /** Returns the most frequent type, so that any data set has something to show. */
  InputType commonestType() {
    return inputs().analyticsSummary(ours().build()).countByType().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(InputType.GENERAL);
  }

  /** Returns the parameters of the first page in chronological order. */
  static PaginationParams oldestFirst(int limit) {
    return PaginationParams.builder()
        .sortBy("timestamp")
        .order(SortOrder.ASCENDING)
        .limit(limit)
        .build();
  }

  /** Prints the names of missing files. */
  void sayMissing(List<String> names) {
    data.missing(names).forEach(name -> out.line("%s is missing and skipped", name));
  }

  /** Prints inputs without their data. */
  void show(Collection<BehaviorInput> inputs) {
    Table table = new Table("Happened at", "Type", "Source", "User", "Processed", ">JSON chars");
    for (BehaviorInput input : inputs) {
      table.row(
          input.timestamp().toString(),
          input.inputType().value(),
          input.source().value(),
          input.userId() == null ? "-" : shortened(input.userId().value().toString()),
          input.processed() ? "yes" : "no",
          Output.number(input.inputData().text().length()));
    }
    out.table(table);
  }

  /** Returns the end of an id, because the beginning is the time and looks alike. */
  static String shortened(String id) {
    return "..." + id.substring(id.length() - 8);
  }
}
