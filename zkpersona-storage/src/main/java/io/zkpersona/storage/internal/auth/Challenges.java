package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.tables.tables.WalletChallenges.WALLET_CHALLENGES;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.auth.SignInException;
import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.auth.WalletChallenge;
import io.zkpersona.domain.id.WalletChallengeId;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.time.Instant;
import java.util.List;
import org.jooq.Query;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Issues challenges and consumes each once. */
final class Challenges {

  /** A new challenge. */
  private record Issued(WalletChallengeId id, String nonce, IssueChallengeRequest request) {}

  /** An attempt to consume a challenge; the wallet is in its canonical spelling. */
  private record Attempt(String nonce, WalletAddress walletAddress, String domain) {

    private Reason refusal(Stored challenge) {
      if (!walletAddress.equals(challenge.walletAddress) || !domain.equals(challenge.domain)) {
        return Reason.MISMATCH;
      }
      return challenge.consumedAt == null ? Reason.EXPIRED : Reason.USED;
    }
  }

  /** A challenge that was not consumed by the attempt. */
  private record Stored(WalletAddress walletAddress, String domain, @Nullable Instant consumedAt) {}

  private static final Statement<Issued, WalletChallenge> ISSUE =
      Statement.of("wallet_challenges.issue", Challenges::issuing);

  /** Guarded by the condition that it is not consumed: of concurrent calls exactly one succeeds. */
  private static final Statement<Attempt, WalletChallenge> CONSUME =
      Statement.of("wallet_challenges.consume", Challenges::consuming);

  private static final Statement<String, Stored> FIND =
      Statement.of("wallet_challenges.find", Challenges::finding);

  private final RepositoryContext context;

  Challenges(RepositoryContext context) {
    this.context = context;
  }

  WalletChallenge issue(IssueChallengeRequest request) {
    Issued issued = new Issued(WalletChallengeId.generate(), WalletChallenge.newNonce(), request);
    SqlExecutor executor = context.executor();
    return executor
        .inserting(
            "wallet challenge",
            () -> List.of(issued.id.value()),
            () -> executor.first(ISSUE, issued))
        .orElseThrow();
  }

  private static Query issuing(Parameters<Issued> in, Results<WalletChallenge> out) {
    Parameters<IssueChallengeRequest> request = in.of(Issued::request);
    return DSL.insertInto(WALLET_CHALLENGES)
        .set(WALLET_CHALLENGES.ID, in.value(WALLET_CHALLENGES.ID, Issued::id))
        .set(WALLET_CHALLENGES.NONCE, in.value(WALLET_CHALLENGES.NONCE, Issued::nonce))
        .set(
            WALLET_CHALLENGES.WALLET_ADDRESS,
            request.value(WALLET_CHALLENGES.WALLET_ADDRESS, IssueChallengeRequest::walletAddress))
        .set(
            WALLET_CHALLENGES.CHAIN_ID,
            request.value(WALLET_CHALLENGES.CHAIN_ID, IssueChallengeRequest::chainId))
        .set(
            WALLET_CHALLENGES.DOMAIN,
            request.value(WALLET_CHALLENGES.DOMAIN, IssueChallengeRequest::domain))
        .set(
            WALLET_CHALLENGES.URI, request.value(WALLET_CHALLENGES.URI, IssueChallengeRequest::uri))
        .set(
            WALLET_CHALLENGES.EXPIRES_AT,
            DatabaseClock.now().add(request.duration(IssueChallengeRequest::lifetime)))
        .returning(columns(out));
  }

  WalletChallenge consume(String nonce, WalletAddress given, String domain) {
    // Challenges store the canonical spelling; a wallet without one matches no challenge.
    Attempt attempt = new Attempt(nonce, given.canonical().orElse(given), domain);
    return context
        .executor()
        .first(CONSUME, attempt)
        .orElseThrow(() -> new SignInException(refusal(attempt)));
  }

  private static Query consuming(Parameters<Attempt> in, Results<WalletChallenge> out) {
    return DSL.update(WALLET_CHALLENGES)
        .set(WALLET_CHALLENGES.CONSUMED_AT, DatabaseClock.now())
        .where(WALLET_CHALLENGES.NONCE.eq(in.value(WALLET_CHALLENGES.NONCE, Attempt::nonce)))
        .and(
            WALLET_CHALLENGES.WALLET_ADDRESS.eq(
                in.value(WALLET_CHALLENGES.WALLET_ADDRESS, Attempt::walletAddress)))
        .and(WALLET_CHALLENGES.DOMAIN.eq(in.value(WALLET_CHALLENGES.DOMAIN, Attempt::domain)))
        .and(WALLET_CHALLENGES.CONSUMED_AT.isNull())
        .and(WALLET_CHALLENGES.EXPIRES_AT.gt(DatabaseClock.now()))
        .returning(columns(out));
  }

  private Reason refusal(Attempt attempt) {
    return context
        .executor()
        .first(FIND, attempt.nonce)
        .map(attempt::refusal)
        .orElse(Reason.UNKNOWN);
  }

  private static Query finding(Parameters<String> in, Results<Stored> out) {
    var walletAddress = out.column(WALLET_CHALLENGES.WALLET_ADDRESS);
    var domain = out.column(WALLET_CHALLENGES.DOMAIN);
    var consumedAt = out.column(WALLET_CHALLENGES.CONSUMED_AT);
    out.as(row -> new Stored(row.get(walletAddress), row.get(domain), row.getNullable(consumedAt)));
    return select(out.fields())
        .from(WALLET_CHALLENGES)
        .where(WALLET_CHALLENGES.NONCE.eq(in.value(WALLET_CHALLENGES.NONCE, nonce -> nonce)));
  }

  private static List<SelectField<?>> columns(Results<WalletChallenge> out) {
    var id = out.column(WALLET_CHALLENGES.ID);
    var nonce = out.column(WALLET_CHALLENGES.NONCE);
    var walletAddress = out.column(WALLET_CHALLENGES.WALLET_ADDRESS);
    var chainId = out.column(WALLET_CHALLENGES.CHAIN_ID);
    var domain = out.column(WALLET_CHALLENGES.DOMAIN);
    var uri = out.column(WALLET_CHALLENGES.URI);
    var issuedAt = out.column(WALLET_CHALLENGES.ISSUED_AT);
    var expiresAt = out.column(WALLET_CHALLENGES.EXPIRES_AT);
    out.as(
        row ->
            new WalletChallenge(
                row.get(id),
                row.get(nonce),
                row.get(walletAddress),
                row.get(chainId),
                row.get(domain),
                row.get(uri),
                row.get(issuedAt),
                row.get(expiresAt)));
    return out.fields();
  }
}
