package io.zkpersona.spring;

import io.zkpersona.spring.internal.DataSources;
import io.zkpersona.spring.internal.LazyJooq;
import io.zkpersona.spring.internal.LeftOutMigrations;
import io.zkpersona.spring.internal.Settings;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.DatabaseManagerBuilder;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.listener.StorageListener;
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
import io.zkpersona.storage.repository.behavior.ActivityRollup;
import io.zkpersona.storage.repository.behavior.InputPartitions;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import io.zkpersona.storage.repository.change.Changes;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Opens a {@link DatabaseManager} on the application's DataSource, or on a pool of its own, and
 * provides it, its {@link Repositories} and each repository as beans. They are thread-safe and can
 * be kept in fields: inside a Spring transaction of that DataSource each call is part of it,
 * outside each call is a transaction. A bean of the application takes the place of each bean here.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
      "org.springframework.boot.autoconfigure.jdbc.JndiDataSourceAutoConfiguration",
      "org.springframework.boot.autoconfigure.jdbc.XADataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.JndiDataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration"
    },
    beforeName = {
      "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration",
      "org.springframework.boot.autoconfigure.liquibase.LiquibaseAutoConfiguration",
      "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
      "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration"
    })
@ConditionalOnProperty(name = "zkpersona.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ZkPersonaProperties.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
public class ZkPersonaAutoConfiguration {

  /** The name of the manager's bean. */
  public static final String MANAGER = "zkPersonaDatabaseManager";

  /** Called by Spring. */
  public ZkPersonaAutoConfiguration() {}

  /**
   * Opens the manager, and migrates the schema.
   *
   * @param properties the properties
   * @param beans where the DataSource is found
   * @param environment tells whether Boot's Flyway was switched off
   * @param listeners the listeners, in their order
   * @param cache the options of the manager's cache, if the application has such a bean; of several
   *     the primary one
   * @return the manager; Spring closes it
   * @throws ConfigurationException if a property is invalid, or the DataSource is not clear
   */
  @Bean(MANAGER)
  @ConditionalOnMissingBean
  public DatabaseManager zkPersonaDatabaseManager(
      ZkPersonaProperties properties,
      ListableBeanFactory beans,
      ConfigurableEnvironment environment,
      ObjectProvider<StorageListener> listeners,
      ObjectProvider<CacheOptions> cache) {
    LeftOutMigrations.requireNone(environment, beans);
    DatabaseConfig config = Settings.config(properties);
    DatabaseManagerBuilder manager = DatabaseManager.builder(config);
    listeners.orderedStream().forEach(manager::listener);
    cache.ifAvailable(manager::cache);
    try {
      if (properties.datasource().url() == null) {
        DataSource dataSource =
            SpringTransactions.target(DataSources.find(beans, properties.datasource().name()));
        manager.dataSource(dataSource).hostTransactions(new SpringTransactions(dataSource));
      }
      return manager.open();
    } catch (ConfigurationException e) {
      throw Settings.named(e);
    }
  }

  /** Makes Boot's own jOOQ lazy. */
  @Bean
  public static LazyJooq zkPersonaLazyJooq() {
    return new LazyJooq();
  }

  /** Provides all repositories. */
  @Bean
  @ConditionalOnMissingBean
  public Repositories zkPersonaRepositories(DatabaseManager manager) {
    return manager.repositories();
  }

  /** Provides the repository of users. */
  @Bean
  @ConditionalOnMissingBean
  public UserRepository zkPersonaUserRepository(Repositories repositories) {
    return repositories.users();
  }

  /** Provides the repository of behavior sessions. */
  @Bean
  @ConditionalOnMissingBean
  public BehaviorSessionRepository zkPersonaBehaviorSessionRepository(Repositories repositories) {
    return repositories.behaviorSessions();
  }

  /** Provides the repository of behavior inputs. */
  @Bean
  @ConditionalOnMissingBean
  public BehaviorInputRepository zkPersonaBehaviorInputRepository(Repositories repositories) {
    return repositories.behaviorInputs();
  }

  /** Provides the work queue. */
  @Bean
  @ConditionalOnMissingBean
  public WorkQueue zkPersonaWorkQueue(Repositories repositories) {
    return repositories.behaviorInputs().workQueue();
  }

  /** Provides the activity rollup. */
  @Bean
  @ConditionalOnMissingBean
  public ActivityRollup zkPersonaActivityRollup(Repositories repositories) {
    return repositories.behaviorInputs().activityRollup();
  }

  /** Provides the partitions of inputs. */
  @Bean
  @ConditionalOnMissingBean
  public InputPartitions zkPersonaInputPartitions(Repositories repositories) {
    return repositories.behaviorInputs().partitions();
  }

  /** Provides the repository of scoring results. */
  @Bean
  @ConditionalOnMissingBean
  public ScoringResultRepository zkPersonaScoringResultRepository(Repositories repositories) {
    return repositories.scoringResults();
  }

  /** Provides the repository of proofs. */
  @Bean
  @ConditionalOnMissingBean
  public ZkProofRepository zkPersonaZkProofRepository(Repositories repositories) {
    return repositories.zkProofs();
  }

  /** Provides the repository of reputation records. */
  @Bean
  @ConditionalOnMissingBean
  public ReputationRecordRepository zkPersonaReputationRecordRepository(Repositories repositories) {
    return repositories.reputationRecords();
  }

  /** Provides the repository of roles. */
  @Bean
  @ConditionalOnMissingBean
  public RoleRepository zkPersonaRoleRepository(Repositories repositories) {
    return repositories.roles();
  }

  /** Provides the repository of permissions. */
  @Bean
  @ConditionalOnMissingBean
  public PermissionRepository zkPersonaPermissionRepository(Repositories repositories) {
    return repositories.permissions();
  }

  /** Provides access control. */
  @Bean
  @ConditionalOnMissingBean
  public AccessControl zkPersonaAccessControl(Repositories repositories) {
    return repositories.access();
  }

  /** Provides the repository of sponsors. */
  @Bean
  @ConditionalOnMissingBean
  public SponsorRepository zkPersonaSponsorRepository(Repositories repositories) {
    return repositories.sponsors();
  }

  /** Provides the repository of sponsored transactions. */
  @Bean
  @ConditionalOnMissingBean
  public SponsoredTransactionRepository zkPersonaSponsoredTransactionRepository(
      Repositories repositories) {
    return repositories.sponsoredTransactions();
  }

  /** Provides the repository of sign-in sessions. */
  @Bean
  @ConditionalOnMissingBean
  public AuthSessionRepository zkPersonaAuthSessionRepository(Repositories repositories) {
    return repositories.authSessions();
  }

  /** Provides sign-in. */
  @Bean
  @ConditionalOnMissingBean
  public SignIn zkPersonaSignIn(Repositories repositories) {
    return repositories.signIn();
  }

  /** Provides the recorded changes, their feed and their seals. */
  @Bean
  @ConditionalOnMissingBean
  public Changes zkPersonaChanges(Repositories repositories) {
    return repositories.changes();
  }
}
