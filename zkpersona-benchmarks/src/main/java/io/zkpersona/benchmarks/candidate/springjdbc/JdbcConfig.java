package io.zkpersona.benchmarks.candidate.springjdbc;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.domain.json.Json;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.util.PGobject;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The beans that an application declares. */
@Configuration
@EnableJdbcRepositories(considerNestedRepositories = true)
class JdbcConfig extends AbstractJdbcConfiguration {

  @Bean
  NamedParameterJdbcTemplate operations(DataSource pool) {
    JdbcTemplate template = new JdbcTemplate(pool);
    template.setFetchSize(1_000);
    return new NamedParameterJdbcTemplate(template);
  }

  @Bean
  JdbcTransactionManager transactionManager(DataSource pool) {
    return new JdbcTransactionManager(pool);
  }

  @Override
  protected List<?> userConverters() {
    return List.of(new JsonReader(), new JsonWriter());
  }

  @ReadingConverter
  static final class JsonReader implements Converter<PGobject, Json> {
    @Override
    public Json convert(PGobject stored) {
      return InputRows.json(stored.getValue());
    }
  }

  @WritingConverter
  static final class JsonWriter implements Converter<Json, PGobject> {
    @Override
    public PGobject convert(Json json) {
      try {
        PGobject value = new PGobject();
        value.setType("jsonb");
        value.setValue(json.text());
        return value;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
