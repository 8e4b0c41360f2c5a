package io.zkpersona.benchmarks.candidate.hibernate;

import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** The beans that an application declares. */
@Configuration
@EnableJpaRepositories
@EnableTransactionManagement
class JpaConfig {

  @Bean
  LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource pool) {
    LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
    factory.setDataSource(pool);
    factory.setPackagesToScan(JpaConfig.class.getPackageName());
    factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
    factory.setJpaPropertyMap(
        Map.of(
            "hibernate.jdbc.batch_size", Integer.toString(SpringDataJpa.BATCH),
            "hibernate.order_inserts", "true",
            "hibernate.order_updates", "true",
            "hibernate.jdbc.time_zone", "UTC"));
    return factory;
  }

  @Bean
  JpaTransactionManager transactionManager(EntityManagerFactory factory) {
    return new JpaTransactionManager(factory);
  }
}
