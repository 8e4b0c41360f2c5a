package io.zkpersona.junit;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.AccessControl;
import io.zkpersona.storage.repository.AuthSessionRepository;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.BehaviorSessionRepository;
import io.zkpersona.storage.repository.PermissionRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.RoleRepository;
import io.zkpersona.storage.repository.ScoringResultRepository;
import io.zkpersona.storage.repository.SignIn;
import io.zkpersona.storage.repository.SponsorRepository;
import io.zkpersona.storage.repository.SponsoredTransactionRepository;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.ZkProofRepository;
import io.zkpersona.storage.repository.change.Changes;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The types of parameters that come from a database, and where they come from. */
final class Parameters {

  private static final Map<Class<?>, Function<TestDatabase, Object>> OF_DATABASE =
      Map.ofEntries(
          Map.entry(TestDatabase.class, database -> database),
          Map.entry(DatabaseManager.class, TestDatabase::manager),
          Map.entry(DataSource.class, TestDatabase::dataSource),
          Map.entry(Repositories.class, TestDatabase::repositories),
          repository(UserRepository.class, Repositories::users),
          repository(BehaviorSessionRepository.class, Repositories::behaviorSessions),
          repository(BehaviorInputRepository.class, Repositories::behaviorInputs),
          repository(ScoringResultRepository.class, Repositories::scoringResults),
          repository(ZkProofRepository.class, Repositories::zkProofs),
          repository(ReputationRecordRepository.class, Repositories::reputationRecords),
          repository(RoleRepository.class, Repositories::roles),
          repository(PermissionRepository.class, Repositories::permissions),
          repository(AccessControl.class, Repositories::access),
          repository(SponsorRepository.class, Repositories::sponsors),
          repository(SponsoredTransactionRepository.class, Repositories::sponsoredTransactions),
          repository(AuthSessionRepository.class, Repositories::authSessions),
          repository(SignIn.class, Repositories::signIn),
          repository(Changes.class, Repositories::changes));

  private Parameters() {}

  private static <T> Map.Entry<Class<?>, Function<TestDatabase, Object>> repository(
      Class<T> type, Function<Repositories, T> of) {
    return Map.entry(type, database -> of.apply(database.repositories()));
  }

  /** Returns the source of a type's values; null if it has none. */
  static @Nullable Function<TestDatabase, Object> ofDatabase(Class<?> type) {
    return OF_DATABASE.get(type);
  }

  /** Lists the simple names of all types, with those that need no database. */
  static String names(Class<?>... more) {
    return Stream.concat(OF_DATABASE.keySet().stream(), Stream.of(more))
        .map(Class::getSimpleName)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
