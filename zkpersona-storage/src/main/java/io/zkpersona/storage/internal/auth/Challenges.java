package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.tables.tables.WalletChallenges.WALLET_CHALLENGES;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.auth.WalletChallenge;
import io.zkpersona.domain.error.SignInException;
import io.zkpersona.domain.error.SignInException.Reason;
import io.zkpersona.domain.id.WalletChallengeId;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;

/** Issues challenges and consumes each once. */
final class Challenges {

  private enum Key {
    ISSUE,
    CONSUME,
    FIND
  }

  private static final List<Field<?>> FIELDS =
      List.of(
          WALLET_CHALLENGES.ID,
          WALLET_CHALLENGES.NONCE,
          WALLET_CHALLENGES.WALLET_ADDRESS,
          WALLET_CHALLENGES.CHAIN_ID,
          WALLET_CHALLENGES.DOMAIN,
          WALLET_CHALLENGES.URI,
          WALLET_CHALLENGES.ISSUED_AT,
          WALLET_CHALLENGES.EXPIRES_AT);
  private static final Codec<WalletChallengeId> ID = Codecs.of(WALLET_CHALLENGES.ID);
  private static final Codec<WalletAddress> WALLET = Codecs.of(WALLET_CHALLENGES.WALLET_ADDRESS);
  private static final Codec<String> TEXT = Codecs.of(WALLET_CHALLENGES.NONCE);

  private final RepositoryContext context;

  Challenges(RepositoryContext context) {
    this.context = context;
  }

  WalletChallenge issue(IssueChallengeRequest request) {
    WalletChallengeId id = WalletChallengeId.generate();
    SqlExecutor executor = context.executor();
    return executor
        .inserting(
            "wallet challenge",
            () -> List.of(id.value()),
            () ->
                executor.first(
                    "wallet_challenges.issue",
                    shape(Key.ISSUE, Challenges::issuing),
                    Challenges::read,
                    id,
                    WalletChallenge.newNonce(),
                    request.walletAddress(),
                    request.chainId(),
                    request.domain(),
                    request.uri(),
                    request.lifetime()))
        .orElseThrow();
  }

  private static Query issuing(Params params) {
    return DSL.insertInto(WALLET_CHALLENGES)
        .set(WALLET_CHALLENGES.ID, params.value(WALLET_CHALLENGES.ID))
        .set(WALLET_CHALLENGES.NONCE, params.value(WALLET_CHALLENGES.NONCE))
        .set(WALLET_CHALLENGES.WALLET_ADDRESS, params.value(WALLET_CHALLENGES.WALLET_ADDRESS))
        .set(WALLET_CHALLENGES.CHAIN_ID, params.value(WALLET_CHALLENGES.CHAIN_ID))
        .set(WALLET_CHALLENGES.DOMAIN, params.value(WALLET_CHALLENGES.DOMAIN))
        .set(WALLET_CHALLENGES.URI, params.value(WALLET_CHALLENGES.URI))
        .set(WALLET_CHALLENGES.EXPIRES_AT, DatabaseClock.now().add(params.duration()))
        .returning(FIELDS);
  }

  WalletChallenge consume(String nonce, WalletAddress given, String domain) {
    // Challenges store the canonical spelling; a wallet without one matches no challenge.
    WalletAddress walletAddress = given.canonical().orElse(given);
    return context
        .executor()
        .first(
            "wallet_challenges.consume",
            shape(Key.CONSUME, Challenges::consuming),
            Challenges::read,
            nonce,
            walletAddress,
            domain)
        .orElseThrow(() -> new SignInException(whyNot(nonce, walletAddress, domain)));
  }

  /** Guarded by the condition that it is not consumed: of concurrent calls exactly one succeeds. */
  private static Query consuming(Params params) {
    return DSL.update(WALLET_CHALLENGES)
        .set(WALLET_CHALLENGES.CONSUMED_AT, DatabaseClock.now())
        .where(WALLET_CHALLENGES.NONCE.eq(params.value(WALLET_CHALLENGES.NONCE)))
        .and(WALLET_CHALLENGES.WALLET_ADDRESS.eq(params.value(WALLET_CHALLENGES.WALLET_ADDRESS)))
        .and(WALLET_CHALLENGES.DOMAIN.eq(params.value(WALLET_CHALLENGES.DOMAIN)))
        .and(WALLET_CHALLENGES.CONSUMED_AT.isNull())
        .and(WALLET_CHALLENGES.EXPIRES_AT.gt(DatabaseClock.now()))
        .returning(FIELDS);
  }

  private Reason whyNot(String nonce, WalletAddress walletAddress, String domain) {
    SqlShape shape =
        shape(
            Key.FIND,
            params ->
                select(
                        WALLET_CHALLENGES.WALLET_ADDRESS,
                        WALLET_CHALLENGES.DOMAIN,
                        WALLET_CHALLENGES.CONSUMED_AT)
                    .from(WALLET_CHALLENGES)
                    .where(WALLET_CHALLENGES.NONCE.eq(params.value(WALLET_CHALLENGES.NONCE))));
    return context
        .executor()
        .first(
            "wallet_challenges.find",
            shape,
            row -> {
              boolean matches =
                  walletAddress.equals(row.read(WALLET, 1)) && domain.equals(row.read(TEXT, 2));
              if (!matches) {
                return Reason.MISMATCH;
              }
              return row.read(Codecs.INSTANT, 3) == null ? Reason.EXPIRED : Reason.USED;
            },
            nonce)
        .orElse(Reason.UNKNOWN);
  }

  private static WalletChallenge read(Row row) {
    return new WalletChallenge(
        value(row, ID, 1),
        value(row, TEXT, 2),
        value(row, WALLET, 3),
        value(row, TEXT, 4),
        value(row, TEXT, 5),
        value(row, TEXT, 6),
        value(row, Codecs.INSTANT, 7),
        value(row, Codecs.INSTANT, 8));
  }

  private static <T> T value(Row row, Codec<T> codec, int position) {
    return Objects.requireNonNull(row.read(codec, position));
  }

  private SqlShape shape(Key key, Function<Params, Query> statement) {
    return context.shapes().get(key, statement);
  }
}
