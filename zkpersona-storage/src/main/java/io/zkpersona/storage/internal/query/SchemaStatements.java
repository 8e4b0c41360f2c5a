package io.zkpersona.storage.internal.query;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.QueryPart;

/**
 * The statements of one of many schemas that have the same tables. jOOQ renders each statement once
 * for all of them, with a placeholder in place of the schema's name; its text is completed once for
 * each schema. Thread-safe.
 */
public final class SchemaStatements extends StatementCache {

  /**
   * Stands for the name of a schema, in identifiers and in literals. No name or literal of a
   * statement contains it.
   */
  public static final String PLACEHOLDER = "zkpersona:tenant";

  /**
   * The parts that all schemas share: the rendered statements, and the completed ones of all
   * schemas, whose number is bounded. When full, all are dropped and completed again when next
   * used. Thread-safe.
   */
  public static final class Shared {

    private static final int BOUND = 16_384;

    private final StatementCache templates;
    private final int bound;
    private final ConcurrentHashMap<String, Map<Object, Rendered<?, ?>>> completed =
        new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /** Renders statements for schemas whose tables are generated as {@code generatedSchema}. */
    public Shared(String generatedSchema) {
      this(generatedSchema, BOUND);
    }

    Shared(String generatedSchema, int bound) {
      this.templates = new StatementCache(generatedSchema, PLACEHOLDER);
      this.bound = bound;
    }

    /**
     * Returns the statements of a schema.
     *
     * @param schema a name that needs no quotes, in an identifier as in a literal
     */
    public StatementCache of(String schema) {
      return new SchemaStatements(this, schema);
    }

    /** Forgets the statements of a schema. */
    public void forget(String schema) {
      Map<Object, Rendered<?, ?>> forgotten = completed.remove(schema);
      if (forgotten != null) {
        size.addAndGet(-forgotten.size());
      }
    }

    /** Returns how often a statement was rendered so far. */
    public long renderings() {
      return templates.renderings();
    }

    /** Returns the number of completed statements. */
    int size() {
      return size.get();
    }

    private void add(String schema, Object key, Rendered<?, ?> rendered) {
      if (size.get() >= bound) {
        completed.clear();
        size.set(0);
      }
      Map<Object, Rendered<?, ?>> ofSchema =
          completed.computeIfAbsent(schema, missing -> new ConcurrentHashMap<>());
      if (ofSchema.put(key, rendered) == null) {
        size.incrementAndGet();
      }
    }
  }

  private final Shared shared;
  private final String schema;

  private SchemaStatements(Shared shared, String schema) {
    super(shared.templates);
    this.shared = shared;
    this.schema = schema;
  }

  @Override
  @SuppressWarnings("unchecked") // a key belongs to statements of the same types
  public <P, R> Rendered<P, R> rendered(Statement<P, R> statement) {
    Map<Object, Rendered<?, ?>> ofSchema = shared.completed.get(schema);
    if (ofSchema != null) {
      Rendered<P, R> found = (Rendered<P, R>) ofSchema.get(statement.key());
      if (found != null) {
        return found;
      }
    }
    Rendered<P, R> template = shared.templates.rendered(statement);
    Rendered<P, R> completed = template.withText(inSchema(template.sql()));
    shared.add(schema, statement.key(), completed);
    return completed;
  }

  private String inSchema(String text) {
    return text.replace(PLACEHOLDER, schema);
  }

  @Override
  public String text(QueryPart statement) {
    return inSchema(shared.templates.text(statement));
  }

  @Override
  public long renderings() {
    return shared.renderings();
  }
}
