package io.zkpersona.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.error.ConfigurationException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

/** URLs of every form, verified through the driver's own parser. */
class DatabaseUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://u:p@h/d                         | h         | 5432      | d      | u     | p
          postgres://u:p@h:1/d                         | h         | 1         | d      | u     | p
          postgresql://u:p@h:65535/d?                  | h         | 65535     | d      | u     | p
          postgresql://u:p@h/d?&                       | h         | 5432      | d      | u     | p
          postgresql://u@h/d                           | h         | 5432      | d      | u     |
          postgresql://u:@h/d                          | h         | 5432      | d      | u     |
          postgresql://h/d?user=u&password=p           | h         | 5432      | d      | u     | p
          postgresql://u@h/d?password=p                | h         | 5432      | d      | u     | p
          jdbc:postgresql://h/d?user=u&password=p      | h         | 5432      | d      | u     | p
          jdbc:postgresql://h:6/d?password=p&user=u    | h         | 6         | d      | u     | p
          jdbc:postgresql://u:p@h/d                    | h         | 5432      | d      | u     | p
          jdbc:postgresql://h/d?user=u@srv&password=@  | h         | 5432      | d      | u@srv | @
          postgresql://u%40srv:p@h/d                   | h         | 5432      | d      | u@srv | p
          postgresql://u:p%40ss%2Fw%3Ard@h/d           | h         | 5432      | d      | u     | p@ss/w:rd
          postgresql://u:p:q:r@h/d                     | h         | 5432      | d      | u     | p:q:r
          postgresql://u:a+b@h/d                       | h         | 5432      | d      | u     | a+b
          postgresql://h/d?user=u&password=a+b         | h         | 5432      | d      | u     | a+b
          jdbc:postgresql://h/d?user=u&password=a%2Bb  | h         | 5432      | d      | u     | a+b
          jdbc:postgresql://h/d?user=u&password=a+b    | h         | 5432      | d      | u     | a b
          jdbc:postgresql://u:a+b@h/d                  | h         | 5432      | d      | u     | a+b
          jdbc:postgresql://h/d?user=u&password=a=b?c  | h         | 5432      | d      | u     | a=b?c
          postgresql://u:#$!*,;'[]{}@h/d               | h         | 5432      | d      | u     | #$!*,;'[]{}
          postgresql://j%C3%BCrgen:%E2%82%AC@h/d       | h         | 5432      | d      | jürgen | €
          postgresql://jürgen:€🔑@h/d                  | h         | 5432      | d      | jürgen | €🔑
          postgresql://u:100%25@h/d                    | h         | 5432      | d      | u     | 100%
          postgresql://u:p@h/my%20db%2F%3F%26%2B%25    | h         | 5432      | my db/?&+% | u | p
          postgresql://u:p@h/datenb%C3%A4nke           | h         | 5432      | datenbänke | u | p
          postgresql://u:p@h/a+b                       | h         | 5432      | a+b    | u     | p
          postgresql://u:p@h/d:1,2                     | h         | 5432      | d:1,2  | u     | p
          postgresql://u:p@192.0.2.7:5/d               | 192.0.2.7 | 5         | d      | u     | p
          postgresql://u:p@db-1_x.example.org/d        | db-1_x.example.org | 5432 | d  | u     | p
          postgresql://u:p@[::1]/d                     | [::1]     | 5432      | d      | u     | p
          postgresql://u:p@[2001:db8::7]:5433/d        | [2001:db8::7] | 5433  | d      | u     | p
          postgresql://u:p@[::ffff:192.0.2.7]/d        | [::ffff:192.0.2.7] | 5432 | d  | u     | p
          postgresql://u:p@[fe80::1%25eth0]/d          | [fe80::1%eth0] | 5432 | d      | u     | p
          postgresql://u:p@h1,h2/d                     | h1,h2     | 5432,5432 | d      | u     | p
          postgresql://u:p@h1:1,h2,[::1]:3/d           | h1,h2,[::1] | 1,5432,3 | d     | u     | p
          jdbc:postgresql://h1:1,[::1]/d?user=u        | h1,[::1]  | 1,5432    | d      | u     |
          """)
  void goodUrlsReachTheDriverUnchanged(
      String url, String hosts, String ports, String database, String user, String password) {
    DatabaseConfig config = DatabaseConfig.builder().databaseUrl(url).build();

    assertThat(config.user()).isEqualTo(user);
    assertThat(config.password().map(Secret::reveal).orElse(null)).isEqualTo(password);
    assertThat(config.database()).isEqualTo(database);
    assertThat(config.jdbcUrl()).startsWith("jdbc:postgresql://").doesNotContain("?", "@");
    Properties seen = Driver.parseURL(config.jdbcUrl(), null);
    assertThat(seen)
        .isEqualTo(properties(Map.of("PGHOST", hosts, "PGPORT", ports, "PGDBNAME", database)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          u:marker@h/d                                  | not a PostgreSQL URL
          mysql://u:marker@h/d                          | not a PostgreSQL URL
          POSTGRESQL://u:marker@h/d                     | not a PostgreSQL URL
          postgresql:u:marker@h/d                       | not a PostgreSQL URL
          jdbc:postgresql:d?user=u&password=marker      | not a PostgreSQL URL
          jdbc:postgres://u:marker@h/d                  | not a PostgreSQL URL
          host=h user=u password=marker dbname=d        | a space or an invisible character
          postgresql://u:mar ker@h/d                    | a space or an invisible character
          postgresql://                                 | host 1 is missing
          postgresql:///d                               | host 1 is missing
          postgresql://u:marker@/d                      | host 1 is missing
          postgresql://u:marker@:5432/d                 | host 1 is malformed
          postgresql://u:marker@h1,/d                   | host 2 is missing
          postgresql://u:marker@h1,,h3/d                | host 2 is missing
          postgresql://u:marker@h:0/d                   | the port of host 1 is not valid
          postgresql://u:marker@h:65536/d               | the port of host 1 is not valid
          postgresql://u:marker@h:99999999999/d         | the port of host 1 is not valid
          postgresql://u:marker@h:-1/d                  | the port of host 1 is not valid
          postgresql://u:marker@h:+1/d                  | the port of host 1 is not valid
          postgresql://u:marker@h:/d                    | the port of host 1 is not valid
          postgresql://u:marker@h:5x/d                  | the port of host 1 is not valid
          postgresql://u:marker@h,g:70000/d             | the port of host 2 is not valid
          postgresql://u:marker@2001:db8::7/d           | the port of host 1 is not valid
          postgresql://u:marker@[::1/d                  | host 1 is malformed
          postgresql://u:marker@::1]/d                  | host 1 is malformed
          postgresql://u:marker@[]/d                    | host 1 is malformed
          postgresql://u:marker@[h]/d                   | host 1 is malformed
          postgresql://u:marker@[::1]x/d                | host 1 is malformed
          postgresql://u:marker@[::1]5/d                | host 1 is malformed
          postgresql://u:marker@%2Fvar%2Frun/d          | host 1 is malformed
          postgresql://u:marker@h%zz/d                  | host 1 is malformed
          postgresql://u:marker@höst/d                  | host 1 is malformed
          postgresql://u:marker@-h/d                    | host 1 is malformed
          postgresql://u:marker@h#f/d                   | host 1 is malformed
          postgresql://u:marker@h                       | no database
          postgresql://u:marker@h/                      | no database
          postgresql://u:marker@h?sslmode=require       | no database
          postgresql://u:marker@h/d/e                   | a / in the database's name
          postgresql://u:marker@h/%zz                   | database is malformed
          postgresql://u:marker@h/%00                   | database is malformed
          postgresql://h/d                              | no user
          postgresql://:marker@h/d                      | no user
          jdbc:postgresql://h/d?password=marker         | no user
          postgresql://%zz:marker@h/d                   | user is malformed
          postgresql://u:%zzmarker@h/d                  | password is malformed
          postgresql://u:marker%@h/d                    | password is malformed
          postgresql://u:marker%C3@h/d                  | password is malformed
          postgresql://u:marker%00@h/d                  | password is malformed
          jdbc:postgresql://h/d?user=u&password=marker% | parameter password is malformed
          postgresql://u:mar@ker@h/d                    | an @ in the wrong place
          postgresql://u:mar/ker@h/d                    | an @ in the wrong place
          postgresql://u:mar?ker@h/d                    | an @ in the wrong place
          postgresql://u:12/34?marker@h/d               | an @ in the wrong place
          postgresql://u:12/34?user=u&marker@h/d        | an @ in the wrong place
          jdbc:postgresql://u:1/2?marker@h/d            | parameter number 1 is not allowed
          jdbc:postgresql://u:1/2?ker&marker=@h/d       | parameter number 1 is not allowed
          jdbc:postgresql://h/d?password=x&marker       | parameter number 2 is not allowed
          jdbc:postgresql://h/d?password=&marker        | parameter number 2 is not allowed
          jdbc:postgresql://h/d?password=x&marker=y     | parameter number 2 is not allowed
          jdbc:postgresql://h/d?x-marker=1&user=u       | parameter number 1 is not allowed
          postgresql://u:marker                         | the port of host 1 is not valid
          postgresql://u:marker@h/d?user=v              | user is given twice
          postgresql://u:marker@h/d?password=marker     | password is given twice
          jdbc:postgresql://h/d?user=u&user=u           | user is given twice
          """)
  void badUrlsAreRefusedWithoutRepeatingThem(String url, String problem) {
    assertThatThrownBy(() -> DatabaseConfig.builder().databaseUrl(url).build())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.variable()).isEqualTo("DATABASE_URL"))
        .hasMessageStartingWith("DATABASE_URL: " + problem)
        .hasMessageContaining("(expected: ")
        .hasMessageNotContaining("marker")
        .hasMessageNotContaining("ker")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "\t", "\0", "\u007f", "\u0085", "\u00a0", "\u2028", "\u200b", "\ufeff"})
  void invisibleCharactersAreRefusedEvenAtTheEnd(String character) {
    assertThatThrownBy(
            () -> DatabaseConfig.builder().databaseUrl("postgresql://u:p@h/d" + character).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("DATABASE_URL: a space or an invisible character in the URL");
  }

  @Test
  void whatIsShownIsMaskedAndReadsBackAsAUrl() {
    DatabaseConfig config =
        DatabaseConfig.builder()
            .databaseUrl("jdbc:postgresql://h1,[::1]:6/my%20db?user=a@b&password=marker&sslcert=/c")
            .build();

    String shown = String.valueOf(config.describe().get("DATABASE_URL"));

    assertThat(shown).isEqualTo("postgresql://a%40b:****@h1:5432,[::1]:6/my%20db?sslcert=%2Fc");
    DatabaseConfig again = DatabaseConfig.builder().databaseUrl(shown).build();
    assertThat(again.jdbcUrl()).isEqualTo(config.jdbcUrl());
    assertThat(again.user()).isEqualTo("a@b");
    assertThat(again.driverProperties()).isEqualTo(config.driverProperties());
    assertThat(config.toString() + config.driverProperties() + config.jdbcUrl() + config.password())
        .doesNotContain("marker");
  }

  @Test
  void hostsAreListedWithTheirPorts() {
    assertThat(DatabaseConfig.builder().databaseUrl("postgresql://u@h1,[::1]:6/d").build().hosts())
        .containsExactly("h1:5432", "[::1]:6");
  }

  private static Properties properties(Map<String, String> entries) {
    Properties properties = new Properties();
    properties.putAll(entries);
    return properties;
  }
}
