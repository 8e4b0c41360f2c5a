package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.auth.WalletChallenge;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program that uses a database in its start locale, fails if a value does not read back, and
 * prints the texts it received.
 */
final class LocaleProcess {

  static final String DONE = "done";

  private static final WalletAddress WALLET =
      new WalletAddress("0xabcdef0000000000000000000000000000000001");
  private static final String DOMAIN = "title.example.org";

  private LocaleProcess() {}

  /** Opens the database of the URL, at the schema and baseline if given. */
  public static void main(String[] arguments) {
    DatabaseConfigBuilder config =
        DatabaseConfig.builder().databaseUrl(arguments[0]).maxConnections(4).minConnections(0);
    if (arguments.length > 1) {
      config.schema(arguments[1]).baselineVersion(Integer.parseInt(arguments[2]));
    }
    System.out.println(String.format("%d", 12) + " in digits of the locale");
    try (DatabaseManager manager = DatabaseManager.open(config.build())) {
      Repositories all = manager.repositories();
      System.out.println(manager.migrationStatus());
      WritesAndReads.on(manager);
      findUsersInAnySpelling(all);
      signIn(all);
      walkThroughSlices(all);
      System.out.println(partitions(all));
      refusals(all).map(Throwable::getMessage).forEach(System.out::println);
    }
    System.out.println(DONE);
  }

  private static void findUsersInAnySpelling(Repositories all) {
    User user =
        all.users()
            .save(
                User.builder()
                    .email(new EmailAddress("Info@Title.Example"))
                    .username(new Username("TITIAN_12"))
                    .build());

    assertThat(all.users().findByEmail("INFO@TITLE.EXAMPLE")).contains(user);
    assertThat(all.users().findByUsername("titian_12")).contains(user);
    String upper = "0xABCDEF0000000000000000000000000000000001";
    assertThat(all.users().getOrCreateByWalletAddress(WalletAddress.of(upper)).walletAddress())
        .isEqualTo(WALLET);
  }

  private static void signIn(Repositories all) {
    WalletChallenge challenge =
        all.signIn()
            .issueChallenge(
                IssueChallengeRequest.builder()
                    .walletAddress(WALLET)
                    .chainId("1")
                    .domain(DOMAIN)
                    .uri("https://title.example.org/login")
                    .lifetime(Duration.ofMinutes(5))
                    .build());
    System.out.println(challenge.message("Sign in 12 times"));
    assertThat(all.signIn().consumeChallenge(challenge.nonce(), WALLET, DOMAIN)).isNotNull();
  }

  private static void walkThroughSlices(Repositories all) {
    all.behaviorInputs().saveAll(Stream.generate(LocaleProcess::input).limit(12).toList());
    BehaviorInputFilter filter = BehaviorInputFilter.builder().build();
    int found = 0;
    SliceParams params = SliceParams.builder().limit(5).build();
    while (true) {
      Slice<BehaviorInput> slice = all.behaviorInputs().findSlice(filter, params);
      found += slice.items().size();
      if (slice.nextCursor().isEmpty()) {
        break;
      }
      System.out.println(slice.nextCursor().get());
      params = SliceParams.builder().limit(5).cursor(slice.nextCursor().get()).build();
    }
    assertThat((long) found).isGreaterThanOrEqualTo(12).isEqualTo(all.behaviorInputs().count());
    assertThat(all.behaviorInputs().workQueue().claimUnprocessed(3, Duration.ofMinutes(1)))
        .hasSize(3);
  }

  private static BehaviorInput input() {
    return BehaviorInput.builder().inputData(Json.emptyObject()).timestamp(Instant.now()).build();
  }

  private static List<?> partitions(Repositories all) {
    Instant from = Instant.now().plus(Duration.ofDays(1));
    all.behaviorInputs().partitions().enable(from, PartitionWidth.MONTH, Duration.ofDays(60));
    assertThat(all.behaviorInputs().partitions().list()).hasSizeGreaterThan(1);
    all.behaviorInputs().save(input());
    return all.behaviorInputs().partitions().list();
  }

  private static Stream<Throwable> refusals(Repositories all) {
    return Stream.of(
        catchThrowable(() -> PaginationParams.builder().limit(123_456).build()),
        catchThrowable(() -> new Username("a".repeat(1234))),
        catchThrowable(() -> new WalletAddress("0x12")),
        catchThrowable(() -> all.users().getById(UserId.generate())),
        catchThrowable(
            () -> DatabaseConfig.builder().databaseUrl("postgresql://a@b:123456/c").build()));
  }
}
