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
        String health = health(context.getEnvironment().getProperty("local.server.port"));
        if (!health.contains("\"pendingMigrations\":0") || health.contains("localhost")) {
          throw new AssertionError("health: " + health);
        }
      }
    }
    System.out.println(
        "boot" + SpringBootVersion.getVersion().charAt(0) + ": one transaction, and its health");
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }

  private static String health(String port) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + port + "/actuator/health/zkpersona");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }
}
