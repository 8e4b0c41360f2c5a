package io.zkpersona.storage.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.SignInException;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.cache.NoSharedCache;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.SignIn;
import io.zkpersona.storage.repository.contract.StoredState;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Makes every call of every repository on a manager with a cache that is full, so that no call that
 * writes can be forgotten.
 */
@NewestServerOnly
class CachedCallsIT {

  private static final String LIST = "cached-writes.txt";
  private static final CacheOptions LASTING =
      CacheOptions.defaults().timeToLive(Duration.ofDays(1));

  private static TestDatabase database;
  private static DatabaseManager caching;
  private static DatabaseManager listening;
  private static StoredState stored;
  private static final MarksOnly MARKS = new MarksOnly();

  private final List<AccessToken> tokens = new ArrayList<>();
  private final Map<UserId, User> known = new LinkedHashMap<>();

  @BeforeAll
  static void open() throws SQLException {
    database = TestDatabase.migrated();
    caching = DatabaseManager.builder(database.config().build()).cache(LASTING).open();
    listening =
        DatabaseManager.builder(database.config().build())
            .cache(LASTING.shared((schema, listener) -> MARKS))
            .open();
    stored = new StoredState(database);
  }

  @AfterAll
  static void close() throws SQLException {
    stored.close();
    listening.close();
    caching.close();
    database.close();
  }

  private void clear() {
    stored.clear();
    caching.dropCached();
    tokens.clear();
    known.clear();
  }

  @Test
  void noCallLeavesAnOldValueInTheCache() {
    long hits = hits();
    List<String> stale = new ArrayList<>();
    for (CutCase call : EveryCall.all().toList()) {
      clear();
      CutCase.Write ready = call.given().apply(noting(caching.repositories()));
      look();
      Map<String, Object> before = seen(caching.cached());
      assertThat(seen(caching.cached())).as(call.name()).isEqualTo(before);
      ready.by(noting(caching.repositories()));
      stale.addAll(differences(call.name()));
    }

    assertThat(stale).isEmpty();
    assertThat(hits() - hits).isGreaterThan(500);
  }

  @Test
  void noCallInATransactionLeavesAnOldValueInTheCache() {
    List<String> stale = new ArrayList<>();
    int made = 0;
    for (CutCase call : EveryCall.all().toList()) {
      clear();
      CutCase.Write ready = call.given().apply(noting(caching.repositories()));
      look();
      seen(caching.cached());
      try {
        caching.inTransaction(
            tx -> {
              ready.by(noting(tx));
              // Others read meanwhile, and must not cache what the commit changes.
              OwnThreads.run(() -> usersSeen(caching.cached())).join();
            });
        made++;
      } catch (TransactionException e) {
        continue;
      }
      stale.addAll(differences(call.name()));
    }

    assertThat(stale).isEmpty();
    assertThat(made).isGreaterThan(300);
  }

  @Test
  void everyCallDropsWhatItIsListedWith() throws IOException {
    List<String> written = new ArrayList<>();
    for (CutCase call : EveryCall.all().toList()) {
      clear();
      CutCase.Write ready = call.given().apply(caching.repositories());
      MARKS.marked.clear();
      ready.by(listening.repositories());
      if (!MARKS.marked.isEmpty()) {
        written.add(call.name() + ": " + String.join(", ", MARKS.marked));
      }
    }

    assertThat(written).containsExactlyElementsOf(listed());
    assertThat(MARKS.open).isEmpty();
  }

  private static List<String> listed() throws IOException {
    try (InputStream list = CachedCallsIT.class.getResourceAsStream("/" + LIST)) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  private List<String> differences(String call) {
    look();
    Map<String, Object> cached = seen(caching.cached());
    List<String> stale = new ArrayList<>();
    seen(caching.repositories())
        .forEach(
            (what, value) -> {
              if (!value.equals(cached.get(what))) {
                stale.add(call + ": " + what);
              }
            });
    return stale;
  }

  private static long hits() {
    return caching.queryStats().cache().hits();
  }

  /** Adds the users that are stored to those that are looked up. */
  private void look() {
    caching.repositories().users().findAll().forEach(user -> known.put(user.id(), user));
  }

  private Map<String, Object> seen(Repositories all) {
    Map<String, Object> seen = usersSeen(all);
    for (int i = 0; i < tokens.size(); i++) {
      seen.put("token " + i, authenticated(all, tokens.get(i)));
    }
    return seen;
  }

  private Map<String, Object> usersSeen(Repositories all) {
    Map<String, Object> seen = new LinkedHashMap<>();
    for (User user : known.values()) {
      UserId id = user.id();
      seen.put("user " + id, all.users().findById(id));
      if (user.walletAddress() != null) {
        seen.put("wallet of " + id, all.users().findByWalletAddress(user.walletAddress()));
      }
      seen.put("permissions of " + id, all.access().permissionsOf(id));
      seen.put("reputation of " + id, all.reputationRecords().inForce(id));
    }
    return seen;
  }

  private static Object authenticated(Repositories all, AccessToken token) {
    try {
      return all.signIn().authenticate(token);
    } catch (SignInException e) {
      return e.reason();
    }
  }

  /** Returns repositories that note the access tokens which sign-in gives out. */
  private Repositories noting(Repositories all) {
    return proxied(
        Repositories.class,
        all,
        result -> {
          if (result instanceof SignIn signIn) {
            return proxied(SignIn.class, signIn, this::noted);
          }
          return result instanceof Repositories others ? noting(others) : result;
        });
  }

  private Object noted(Object result) {
    Object signedIn = result instanceof Optional<?> found ? found.orElse(null) : result;
    if (signedIn instanceof SignedIn one) {
      tokens.add(one.accessToken());
    }
    return result;
  }

  private static <T> T proxied(Class<T> type, T target, UnaryOperator<Object> result) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return result.apply(method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** A shared cache that stores nothing, and notes what is marked. */
  private static final class MarksOnly extends NoSharedCache {

    private final Set<String> marked = new TreeSet<>();
    private final Set<String> open = new TreeSet<>();

    @Override
    public void mark(String writer, Set<CacheSubject> subjects, Duration longest) {
      subjects.forEach(
          subject -> marked.add(subject.kind() + (subject.user() == null ? " of all" : " of one")));
      open.add(writer);
    }

    @Override
    public void unmark(String writer, Set<CacheSubject> subjects) {
      open.remove(writer);
    }
  }
}
