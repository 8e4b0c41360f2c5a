package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignedIn;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Rotates the refresh token of one session again and again. */
final class RefreshWork extends Work {

  private static final SessionLifetimes LIFETIMES =
      new SessionLifetimes(Duration.ofHours(1), Duration.ofDays(30));

  private @Nullable SignedIn latest;
  private int done;

  RefreshWork(LifecycleFixture fixture) {
    super(fixture);
  }

  @Override
  public void prepare(int calls) {
    latest = fixture().repositories().signIn().openSession(fixture().user(0), LIFETIMES);
  }

  @Override
  public Object call(Lifecycle subject) {
    SignedIn before = latest();
    SignedIn after = subject.refresh(before.refreshToken(), LIFETIMES);
    latest = after;
    done++;
    return after;
  }

  private SignedIn latest() {
    SignedIn known = latest;
    if (known == null) {
      throw new IllegalStateException("no session (expected: prepare was called)");
    }
    return known;
  }

  @Override
  public void check() throws SQLException {
    LifecycleFixture.require(
        fixture()
            .repositories()
            .signIn()
            .authenticate(latest().accessToken())
            .equals(latest().session()),
        "the session as it was returned");
    fixture().requireAdded("refresh_tokens", done + 1);
    fixture()
        .requireCount(
            "refresh_tokens AS t JOIN refresh_tokens AS old ON old.id = t.rotated_from_id"
                + " WHERE old.rotated_at IS NOT NULL AND t.user_id = old.user_id",
            done);
    fixture().requireCount("auth_sessions WHERE octet_length(sealed_pair) = 114", 1);
  }
}
