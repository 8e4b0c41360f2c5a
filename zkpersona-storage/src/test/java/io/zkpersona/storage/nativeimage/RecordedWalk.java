package io.zkpersona.storage.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cut.EveryCall;
import io.zkpersona.storage.repository.contract.StoredState;
import io.zkpersona.storage.testing.server.PgBouncer;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.HdrHistogram.Recorder;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.postgresql.Driver;
import org.slf4j.LoggerFactory;
import org.springframework.aot.agent.RecordedInvocation;
import org.springframework.aot.agent.RecordedInvocationsPublisher;
import org.springframework.util.ClassUtils;

/**
 * A program that migrates a database, makes nearly every call of the repositories under both
 * agents, and prints the calls that the metadata does not allow and the entries that no call needs.
 */
final class RecordedWalk {

  private static final String LIBRARY = "io.zkpersona.";

  /** Flyway looks at an application's callbacks, of which the tests have one. */
  private static final String HOSTS = "db.callback.";

  static final String CALLS = "calls ";
  static final String REFUSED = "refused ";
  static final String NEEDLESS = "needless ";

  /** A call that an image answers only with metadata. */
  private record Call(String description, boolean ofLibrary, Predicate<Metadata> allowed) {}

  /** An entry that lacks something. */
  private record Variant(String missing, JsonNode entry) {}

  private static final Queue<RecordedInvocation> RECORDED = new ConcurrentLinkedQueue<>();

  private RecordedWalk() {}

  /**
   * Walks.
   *
   * @param arguments the folder of the library's metadata, and the archive of the public one
   */
  public static void main(String[] arguments) throws Exception {
    RecordedInvocationsPublisher.addListener(RECORDED::add);
    walk();

    Set<String> loaded = UnseenCalls.loadedClasses();
    List<JsonNode> own = PublicMetadata.entries(Path.of(arguments[0]));
    List<JsonNode> others =
        PublicMetadata.of(
            Path.of(arguments[1]),
            DSLContext.class,
            Flyway.class,
            Class.forName("org.flywaydb.database.postgresql.PostgreSQLDatabaseType"),
            HikariDataSource.class,
            Driver.class,
            Recorder.class,
            LoggerFactory.class);
    List<Call> calls = calls();
    System.out.println(CALLS + calls.size());
    refused(calls, own, others, loaded).forEach(call -> System.out.println(REFUSED + call));
    for (JsonNode entry : own) {
      for (Variant variant : variants(entry)) {
        List<JsonNode> changed = new ArrayList<>(own);
        changed.set(own.indexOf(entry), variant.entry());
        if (refused(calls, changed, others, loaded).isEmpty()) {
          System.out.println(NEEDLESS + variant.missing());
        }
      }
    }
  }

  private static void walk() throws SQLException {
    try (TestDatabase database = TestDatabase.empty()) {
      try (DatabaseManager manager = database.open();
          StoredState stored = new StoredState(database)) {
        EveryCall.on(manager.repositories(), stored::clear);
        manager.health();
        manager.check();
        manager.migrationStatus();
        manager.queryStats();
      }
      if (PgBouncer.isInstalled()) {
        throughPgBouncer(database);
      }
    }
  }

  private static void throughPgBouncer(TestDatabase database) {
    try (PgBouncer bouncer = PgBouncer.before(database.url());
        DatabaseManager manager =
            DatabaseManager.open(
                database.config().databaseUrl(bouncer.url(database.url())).build())) {
      manager.repositories().users().count();
    }
  }

  /** The library's calls need its metadata; those of its dependencies, its or the public one. */
  private static Set<String> refused(
      List<Call> calls, List<JsonNode> own, List<JsonNode> others, Set<String> loaded) {
    Metadata ofLibrary = new Metadata(own, loaded::contains);
    Metadata ofOthers = new Metadata(others, loaded::contains);
    Set<String> refused = new TreeSet<>();
    calls.stream()
        .filter(call -> !call.allowed().test(ofLibrary))
        .filter(call -> call.ofLibrary() || !call.allowed().test(ofOthers))
        .forEach(call -> refused.add(call.description()));
    return refused;
  }

  /** Returns an entry without each of its methods, and an empty one. */
  private static List<Variant> variants(JsonNode entry) {
    String name = entryName(entry);
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant(name, new ObjectMapper().createObjectNode().put("glob", "none")));
    for (int i = 0; i < entry.path("methods").size(); i++) {
      ObjectNode without = entry.deepCopy();
      JsonNode method = ((ArrayNode) without.get("methods")).remove(i);
      String missing = name + "." + method.get("name").asText() + method.get("parameterTypes");
      variants.add(new Variant(missing, without));
    }
    return variants;
  }

  private static String entryName(JsonNode entry) {
    JsonNode name = entry.has("glob") ? entry.get("glob") : entry.get("type");
    return name.isTextual() ? name.asText() : name.toString();
  }

  private static List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (RecordedInvocation call : RECORDED) {
      if (found(call) && !isOfTests(caller(call)) && !described(call).contains(HOSTS)) {
        calls.add(
            new Call(
                described(call),
                caller(call).startsWith(LIBRARY),
                metadata -> metadata.allows(call)));
      }
    }
    for (String array : UnseenCalls.ARRAYS) {
      calls.add(new Call("array " + array, false, metadata -> metadata.allowsArray(array)));
    }
    for (Method method : UnseenCalls.HANDLES) {
      calls.add(new Call("handle of " + method, true, metadata -> metadata.allowsMethod(method)));
    }
    return calls;
  }

  /** A class, member or resource that is not there is not there in an image, either. */
  private static boolean found(RecordedInvocation call) {
    String name = call.getMethodReference().getMethodName();
    boolean looksUp = name.startsWith("get") || name.equals("forName") || name.equals("loadClass");
    return !looksUp || call.getReturnValue() != null;
  }

  private static String caller(RecordedInvocation call) {
    return call.getStackFrames()
        .map(StackWalker.StackFrame::getClassName)
        .filter(name -> !name.startsWith("java.") && !name.startsWith("org.springframework."))
        .findFirst()
        .orElseThrow();
  }

  /** The tests share packages with the library. */
  private static boolean isOfTests(String caller) {
    Class<?> type = ClassUtils.resolveClassName(caller, RecordedWalk.class.getClassLoader());
    return Objects.equals(
        type.getProtectionDomain().getCodeSource(),
        RecordedWalk.class.getProtectionDomain().getCodeSource());
  }

  private static String described(RecordedInvocation call) {
    String on = call.isStatic() ? "" : " on " + shown(call.getInstance());
    List<String> arguments = call.getArguments().stream().map(RecordedWalk::shown).toList();
    return caller(call) + ": " + call.getMethodReference() + on + " " + arguments;
  }

  private static String shown(Object value) {
    if (value instanceof Class<?>[] types) {
      return Arrays.toString(types);
    }
    boolean telling =
        value instanceof String || value instanceof Class<?> || value instanceof Member;
    return telling ? String.valueOf(value) : value == null ? "null" : value.getClass().getName();
  }
}
