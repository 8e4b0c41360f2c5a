package io.zkpersona.examples.step;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.examples.console.Output;
import io.zkpersona.examples.console.Table;
import io.zkpersona.examples.data.InputException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Steps 3 and 4: read and filter the stored inputs. */
public final class ReadSteps {

  private static final int A_FEW = 3;

  private final Walk walk;
  private final Output out;

  /** Creates the steps. */
  public ReadSteps(Walk walk) {
    this.walk = walk;
    this.out = walk.out();
  }

  /**
   * Runs step 3.
   *
   * @throws InputException if nothing was loaded, so that there is nothing to show
   */
  public void read() {
    out.step(3, "Read by id, by user, and count", "the stored data equals the input");
    BehaviorInput newest =
        newest(walk.ours().build(), 1).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new InputException(
                        "nothing was loaded from "
                            + walk.data().description()
                            + " (expected: at least one valid line that no earlier run over other"
                            + " files stored)"));
    BehaviorInput byId = walk.inputs().getById(newest.id());
    out.line(
        "By id:     the newest input is %s; looked up by its id it is the same: %s.",
        Walk.shortened(byId.id().value().toString()), yesOrNo(byId.equals(newest)));
    ReadBack sums = ReadBack.of(walk);
    sums.busiestUser(walk.config().findAllLimit()).ifPresent(this::readByUser);
    out.gap();
    count(sums);
  }

  private void readByUser(UserId busiest) {
    List<BehaviorInput> inputs = walk.inputs().findByUserId(busiest);
    User user = walk.users().getById(busiest);
    out.line(
        "By user:   the busiest one is %s with %,d inputs.",
        Walk.shortened(busiest.value().toString()), inputs.size());
    WalletAddress wallet = user.walletAddress();
    if (wallet != null) {
      WalletAddress otherSpelling = WalletAddress.of(wallet.value().toLowerCase(Locale.ROOT));
      Optional<User> found = walk.users().findByWalletAddress(otherSpelling);
      out.line(
          "By wallet: %s in lower case finds the same user: %s.",
          masked(wallet), yesOrNo(found.equals(Optional.of(user))));
    }
  }

  private void count(ReadBack sums) {
    Table table = new Table("Counted in the database", ">Inputs");
    count(table, "transactions", InputType.TRANSACTION);
    count(table, "fungible token transfers", InputType.DEFI);
    count(table, "NFT transfers", InputType.NFT);
    count(table, "other log entries", InputType.INTERACTION);
    count(table, "votes", InputType.DAO);
    table.row("all of them", Output.number(walk.inputs().count(walk.ours().build())));
    out.table(table);
    out.line("Done by %,d distinct users.", sums.users());
    out.line("The values of all transfers add up to %s.", sums.transferred());
  }

  private void count(Table table, String name, InputType type) {
    table.row(name, Output.number(walk.inputs().count(walk.ours().inputType(type).build())));
  }

  /** Runs step 4. */
  public void filter() {
    out.step(4, "Filter by type, by status, by date range", "alone or together");
    InputType type = walk.commonestType();
    Instant start = oldest().truncatedTo(ChronoUnit.DAYS);
    Instant end = start.plus(Duration.ofDays(1));
    String day = "on %s, the first day".formatted(start.toString().substring(0, 10));
    Table table = new Table("Filter", ">Matches");
    count(table, "type " + type.value(), walk.ours().inputType(type).build());
    count(table, "not processed yet", walk.ours().processed(false).build());
    count(table, "processed", walk.ours().processed(true).build());
    count(table, day, walk.ours().startDate(start).endDate(end).build());
    count(
        table,
        "on that day and not processed yet",
        walk.ours().startDate(start).endDate(end).processed(false).build());
    out.table(table);
    out.gap();
    out.line("The newest of type %s:", type.value());
    walk.show(newest(walk.ours().inputType(type).build(), A_FEW));
  }

  private void count(Table table, String name, BehaviorInputFilter filter) {
    table.row(name, Output.number(walk.inputs().count(filter)));
  }

  private Instant oldest() {
    PaginationParams params = Walk.oldestFirst(1);
    return walk.inputs().findPage(walk.ours().build(), params).items().get(0).timestamp();
  }

  private List<BehaviorInput> newest(BehaviorInputFilter filter, int limit) {
    return walk.inputs()
        .findPage(filter, PaginationParams.builder().sortBy("timestamp").limit(limit).build())
        .items();
  }

  private static String yesOrNo(boolean answer) {
    return answer ? "yes" : "no";
  }

  /** Returns enough of a wallet to recognize a known one, but too little to identify a person. */
  private static String masked(WalletAddress wallet) {
    String value = wallet.value();
    return value.substring(0, 6) + "..." + value.substring(value.length() - 4);
  }
}
