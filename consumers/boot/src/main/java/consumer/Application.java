package consumer;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.repository.UserRepository;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataIntegrityViolationException;

/** A web service that keeps accounts of its own beside the library's users. */
@SpringBootApplication
public class Application {

  /** Starts a PostgreSQL, the service, and looks at what it does. */
  public static void main(String[] arguments) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      System.setProperty("spring.datasource.url", server.jdbcUrl("postgres"));
      try (ConfigurableApplicationContext context =
          SpringApplication.run(Application.class, arguments)) {
        Accounts accounts = context.getBean(Accounts.class);
        accounts.open(named("alice"), BigDecimal.TEN);
        try {
          accounts.open(named("bernard"), BigDecimal.TEN.negate());
          throw new AssertionError("the database refuses a negative balance");
        } catch (DataIntegrityViolationException e) {
          if (context.getBean(UserRepository.class).count() != 1) {
            throw new AssertionError("the user of the refused account is stored", e);
          }
        }
        String port = context.getEnvironment().getProperty("local.server.port");
        String health = actuator(port, "health/zkpersona");
        if (!health.contains("\"pendingMigrations\":0") || health.contains("localhost")) {
          throw new AssertionError("health: " + health);
        }
        String meter = actuator(port, "metrics/zkpersona.operation?tag=operation:users.save");
        if (!meter.contains("{\"statistic\":\"COUNT\",\"value\":2.0}")) {
          throw new AssertionError("meter: " + meter);
        }
      }
    }
    System.out.println(
        "boot" + SpringBootVersion.getVersion().charAt(0) + ": one transaction, its health and its meters");
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }

  private static String actuator(String port, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + port + "/actuator/" + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }
}
