package io.zkpersona.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.error.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

class UrlParameterTest {

  private static final String URL = "postgresql://ada:marker@db.example/people?";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sslmode=verify-ca                      | sslmode                       | verify-ca
          sslrootcert=/etc/my%20ca.pem           | sslrootcert                   | /etc/my ca.pem
          sslcert=C:%5Cc.pem                     | sslcert                       | C:\\c.pem
          sslkey=k.p8                            | sslkey                        | k.p8
          channelBinding=require                 | channelBinding                | require
          channel_binding=require                | channelBinding                | require
          gssEncMode=allow                       | gssEncMode                    | allow
          gssencmode=disable                     | gssEncMode                    | disable
          requireAuth=scram-sha-256              | requireAuth                   | scram-sha-256
          require_auth=!password,!md5            | requireAuth                   | !password,!md5
          ApplicationName=a%20b                  | ApplicationName               | a b
          application_name=a+b                   | ApplicationName               | a+b
          connectTimeout=5                       | connectTimeout                | 5
          connect_timeout=5                      | connectTimeout                | 5
          loginTimeout=5                         | loginTimeout                  | 5
          socketTimeout=31                       | socketTimeout                 | 31
          cancelSignalTimeout=5                  | cancelSignalTimeout           | 5
          tcpKeepAlive=true                      | tcpKeepAlive                  | true
          keepalives=1                           | tcpKeepAlive                  | true
          keepalives=0                           | tcpKeepAlive                  | false
          tcpNoDelay=false                       | tcpNoDelay                    | false
          sendBufferSize=4096                    | sendBufferSize                | 4096
          receiveBufferSize=4096                 | receiveBufferSize             | 4096
          targetServerType=preferSecondary       | targetServerType              | preferSecondary
          target_session_attrs=any               | targetServerType              | any
          target_session_attrs=read-write        | targetServerType              | primary
          target_session_attrs=primary           | targetServerType              | primary
          target_session_attrs=read-only         | targetServerType              | secondary
          target_session_attrs=standby           | targetServerType              | secondary
          target_session_attrs=prefer-standby    | targetServerType              | preferSecondary
          loadBalanceHosts=true                  | loadBalanceHosts              | true
          load_balance_hosts=random              | loadBalanceHosts              | true
          load_balance_hosts=disable             | loadBalanceHosts              | false
          hostRecheckSeconds=0                   | hostRecheckSeconds            | 0
          prepareThreshold=-1                    | prepareThreshold              | -1
          preparedStatementCacheQueries=0        | preparedStatementCacheQueries | 0
          preparedStatementCacheSizeMiB=9        | preparedStatementCacheSizeMiB | 9
          defaultRowFetchSize=100                | defaultRowFetchSize           | 100
          binaryTransfer=false                   | binaryTransfer                | false
          reWriteBatchedInserts=true             | reWriteBatchedInserts         | true
          assumeMinServerVersion=15.1            | assumeMinServerVersion        | 15.1
          """)
  void harmlessOnesReachTheDriverUnderItsName(String given, String name, String value) {
    assertThat(config(given).driverProperties()).containsEntry(name, value);
    // After jdbc:, a plus stands for a space, as in the driver.
    assertThat(jdbcConfig(given).driverProperties())
        .containsEntry(name, given.contains("+") ? value.replace('+', ' ') : value);
  }

  @ParameterizedTest
  @EnumSource
  void eachIsKnownToTheDriver(UrlParameter parameter) {
    PGProperty property = PGProperty.forName(parameter.driverName());

    assertThat(property).isNotNull();
    assertThat(property.getName()).isEqualTo(parameter.driverName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslmode=REQUIRE",
        "sslmode=",
        "sslmode",
        "sslrootcert=",
        "sslcert=a%0Ab",
        "channelBinding=1",
        "gssencmode=allow",
        "requireAuth=any",
        "requireAuth=md5,",
        "ApplicationName=%C3%BC",
        "application_name=",
        "connectTimeout=0",
        "connect_timeout=-1",
        "loginTimeout=1.5",
        "socketTimeout=0",
        "socketTimeout=2147484",
        "cancelSignalTimeout=0",
        "tcpKeepAlive=1",
        "keepalives=true",
        "tcpNoDelay=yes",
        "sendBufferSize=0",
        "receiveBufferSize=-1",
        "targetServerType=master",
        "target_session_attrs=preferSecondary",
        "loadBalanceHosts=random",
        "load_balance_hosts=true",
        "hostRecheckSeconds=-1",
        "prepareThreshold=-2",
        "preparedStatementCacheQueries=-1",
        "preparedStatementCacheSizeMiB=x",
        "defaultRowFetchSize=-1",
        "binaryTransfer=",
        "reWriteBatchedInserts=2",
        "assumeMinServerVersion=15beta",
      })
  void valuesAreChecked(String given) {
    String name = given.contains("=") ? given.substring(0, given.indexOf('=')) : given;
    assertRefused(given, "parameter " + name + " has an invalid value (expected: ");
  }

  @Test
  void messagesSayWhatIsExpected() {
    assertRefused(
        "connect_timeout=x", "connect_timeout has an invalid value (expected: 1..2147483)");
    assertRefused(
        "target_session_attrs=x",
        "(expected: one of any, prefer-standby, primary, read-only, read-write, standby)");
    assertRefused("keepalives=x", "(expected: one of 0, 1)");
    assertRefused(
        "requireAuth=x",
        "(expected: a comma-separated list of password, md5, gss, sspi, scram-sha-256, none,");
  }

  static Stream<String> namesThatLoadAClass() {
    return Stream.of(
        "authenticationPluginClassName",
        "connectExecutor",
        "connectExecutorArg",
        "socketFactory",
        "socketFactoryArg",
        "sslfactory",
        "sslfactoryarg",
        "sslhostnameverifier",
        "sslpasswordcallback",
        "xmlFactoryFactory",
        "classLoaderStrategy");
  }

  @ParameterizedTest
  @MethodSource("namesThatLoadAClass")
  void namesOfClassesAreRefused(String name) {
    assertRefused(
        name + "=java.lang.String",
        "parameter "
            + name
            + " names a class for the driver to load (expected: only user, password,"
            + " sslmode, ");
    assertThatThrownBy(() -> jdbcConfig("password=marker&" + name + "=x"))
        .hasMessageContaining("parameter " + name + " names a class for the driver to load");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          loggerLevel=TRACE          | would make the driver write a log
          loggerFile=/tmp/x          | would make the driver write a log
          options=-c%20a=b           | could change the search path or session settings; see DB_SCHEMA
          currentSchema=x            | could change the search path
          schema=public              | could change the search path
          ssl=true                   | is spelled sslmode
          sslpassword=marker         | is a secret
          host=h                     | repeats the host, port or database of the URL
          service=s                  | repeats the host, port or database of the URL
          """)
  void refusalsSayWhy(String given, String reason) {
    String name = given.substring(0, given.indexOf('='));
    assertRefused(given, "parameter " + name + " " + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslMode=require", "applicationName=x", "pgbouncer=true", "sslmod=x"})
  void unknownOnesAreNamedBesideTheListOfAllowedOnes(String given) {
    assertRefused(
        given,
        "parameter "
            + given.substring(0, given.indexOf('='))
            + " is not allowed (expected: only user, password, ",
        UrlParameter.allowedNames());
  }

  @Test
  void everyOtherPropertyOfTheDriverIsRefusedByName() {
    Set<String> allowed =
        Arrays.stream(UrlParameter.values())
            .map(UrlParameter::driverName)
            .collect(Collectors.toSet());
    List<String> others =
        Arrays.stream(PGProperty.values())
            .map(PGProperty::getName)
            .filter(name -> !allowed.contains(name))
            .filter(name -> !name.equals("user") && !name.equals("password"))
            .toList();

    assertThat(others).hasSizeGreaterThan(30).contains("socketFactory", "replication");
    assertThat(others).allSatisfy(name -> assertRefused(name + "=true", "parameter " + name + " "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslmode=require&sslmode=require",
        "application_name=a&application_name=b",
        "ApplicationName=a&application_name=a",
      })
  void givingOneTwiceIsRefused(String given) {
    assertRefused(given, " is given twice (expected: once)");
  }

  private static DatabaseConfig config(String parameters) {
    return DatabaseConfig.builder().databaseUrl(URL + parameters).build();
  }

  private static DatabaseConfig jdbcConfig(String parameters) {
    return DatabaseConfig.builder()
        .databaseUrl("jdbc:postgresql://db.example/people?user=ada&" + parameters)
        .build();
  }

  private static void assertRefused(String parameters, String... messageParts) {
    assertThatThrownBy(() -> config(parameters))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(messageParts)
        .hasMessageNotContaining("marker")
        .hasNoCause();
  }
}
