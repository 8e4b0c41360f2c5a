package io.zkpersona.examples;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorInputFilterBuilder;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SortOrder;
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
 * What every step needs.
 *
 * @param database the open database
 * @param config how it was opened
 * @param data what is loaded
 * @param out where to tell what was found
 */
record Walk(DatabaseManager database, DatabaseConfig config, DataSet data, Output out) {

  BehaviorInputRepository inputs() {
    return database.repositories().behaviorInputs();
  }

  ZkProofRepository proofs() {
    return database.repositories().zkProofs();
  }

  /** All repositories, for what cleaning up is to know again as written by this example. */
  Repositories signed() {
    return database.repositories().as(InputFactory.AUTHOR);
  }

  UserRepository users() {
    return database.repositories().users();
  }

  /** A filter that leaves rows of others in the same database alone; to be narrowed further. */
  BehaviorInputFilterBuilder ours() {
    return BehaviorInputFilter.builder().sessionId(new SessionText(data.sessionId()));
  }

  /** The type that occurs most, so that there is something to see whatever was loaded. */
  InputType commonestType() {
    return inputs().analyticsSummary(ours().build()).countByType().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(InputType.GENERAL);
  }

  /** The first page in the order in which things happened. */
  static PaginationParams oldestFirst(int limit) {
    return PaginationParams.builder()
        .sortBy("timestamp")
        .order(SortOrder.ASCENDING)
        .limit(limit)
        .build();
  }

  /** Names the files that a step has to do without. */
  void sayMissing(List<String> names) {
    data.missing(names).forEach(name -> out.line("%s is not there and left out", name));
  }

  /** Shows inputs, without what they hold. */
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

  /** The end of an id: the beginning is the time and looks alike. */
  static String shortened(String id) {
    return "..." + id.substring(id.length() - 8);
  }
}
