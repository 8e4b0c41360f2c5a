package io.zkpersona.storage.internal.query;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.internal.query.CachedTables.Change;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jooq.Configuration;
import org.jooq.DMLQuery;
import org.jooq.Delete;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/**
 * Renders statements and caches them: jOOQ builds and type-checks each statement once, at its first
 * use.
 *
 * <p>Statements are few (one for each set of filter members and sort order of an entity), yet their
 * number is bounded: when the cache is full it is cleared, and statements are rendered again when
 * next used. Thread-safe.
 */
public class StatementCache {

  private static final int BOUND = 4_096;

  // When jOOQ first renders, it logs a multi-line banner at INFO, which only system properties
  // switch off. This class initializes before the library renders anything. A property that the
  // host has set stays.
  static {
    for (String greeting : List.of("org.jooq.no-logo", "org.jooq.no-tips")) {
      if (System.getProperty(greeting) == null) {
        System.setProperty(greeting, "true");
      }
    }
  }

  private final ConcurrentHashMap<Object, Rendered<?, ?>> cached = new ConcurrentHashMap<>();
  private final LongAdder renderings = new LongAdder();
  private final Settings settings;

  /** Renders for tables in {@code schema}. */
  public StatementCache(String generatedSchema, String schema) {
    this.settings =
        new Settings()
            .withRenderMapping(
                new RenderMapping()
                    .withSchemata(
                        new MappedSchema().withInput(generatedSchema).withOutput(schema)));
  }

  /** Renders as {@code other} does. */
  StatementCache(StatementCache other) {
    this.settings = other.settings;
  }

  /** Returns a statement in rendered form; renders it at its first use. */
  @SuppressWarnings("unchecked") // a key belongs to statements of the same types
  public <P, R> Rendered<P, R> rendered(Statement<P, R> statement) {
    Rendered<P, R> rendered = (Rendered<P, R>) cached.get(statement.key());
    if (rendered == null) {
      rendered = render(statement);
      if (cached.size() >= BOUND) {
        cached.clear();
      }
      cached.put(statement.key(), rendered);
    }
    return rendered;
  }

  private <P, R> Rendered<P, R> render(Statement<P, R> statement) {
    renderings.increment();
    List<Parameters.Binder<? super P>> created = new ArrayList<>();
    Results<R> out = new Results<>();
    List<? extends QueryPart> queries = statement.parts().build(Parameters.into(created), out);
    List<Parameters.Binder<? super P>> bound = new ArrayList<>();
    AtomicBoolean writes = new AtomicBoolean();
    Set<CacheKind> touched = EnumSet.noneOf(CacheKind.class);
    VisitListener collect =
        new VisitListener() {
          @Override
          public void visitStart(VisitContext context) {
            if (context.queryPart() instanceof Param<?> param && !param.isInline()) {
              bound.add(created.get(Parameters.indexOf(param)));
            }
            // A SELECT may contain DML in its WITH clause.
            if (context.queryPart() instanceof DMLQuery<?>) {
              writes.set(true);
            }
            touched.addAll(touchedBy(context.queryPart()));
            if (statement.has(Statement.Trait.INSERTING)
                && context.queryPart() instanceof Table<?> table) {
              touched.addAll(CachedTables.of(Change.INSERT, table));
            }
          }
        };
    Configuration configuration =
        new DefaultConfiguration().set(SQLDialect.POSTGRES).set(settings).set(() -> collect);
    List<String> texts = new ArrayList<>();
    for (QueryPart query : queries) {
      texts.add(DSL.using(configuration).render(query));
      if (!(query instanceof Select<?>)) {
        writes.set(true);
      }
    }
    if (statement.has(Statement.Trait.WRITING) || statement.has(Statement.Trait.REMOVING)) {
      touched.addAll(EnumSet.allOf(CacheKind.class));
    }
    if (statement.has(Statement.Trait.UNCACHED)) {
      touched.clear();
    }
    boolean delete = queries.stream().anyMatch(query -> query instanceof Delete<?>);
    return new Rendered<>(
        statement,
        texts,
        bound,
        out.reader(),
        delete,
        writes.get(),
        touched,
        concerned(statement.concerned()));
  }

  /** Returns the kinds of cached values that a part of a statement may change. */
  private static Set<CacheKind> touchedBy(QueryPart part) {
    if (part instanceof QOM.Insert<?> insert) {
      Set<CacheKind> touched = EnumSet.noneOf(CacheKind.class); // an upsert does both
      touched.addAll(CachedTables.of(Change.INSERT, insert.$into()));
      if (!insert.$updateSet().isEmpty()) {
        touched.addAll(CachedTables.of(Change.UPDATE, insert.$into()));
      }
      return touched;
    }
    if (part instanceof QOM.Update<?> update) {
      return CachedTables.of(Change.UPDATE, update.$table());
    }
    if (part instanceof QOM.Delete<?> delete) {
      return CachedTables.of(Change.DELETE, delete.$from());
    }
    return Set.of();
  }

  private <P> Rendered.@Nullable Concern<P> concerned(@Nullable Concerned<P> concerned) {
    if (concerned instanceof Concerned.Named<P> named) {
      return (values, lookup) -> named.user().apply(values);
    }
    return concerned instanceof Concerned.Owner<P, ?> owner ? found(owner) : null;
  }

  private <P, Q> Rendered.Concern<P> found(Concerned.Owner<P, Q> owner) {
    Rendered<Q, UserId> rendered = rendered(owner.statement());
    return (values, lookup) -> lookup.first(rendered, owner.values().apply(values));
  }

  /** Renders a statement without parameters, which is not cached. */
  public String text(QueryPart statement) {
    return DSL.using(new DefaultConfiguration().set(SQLDialect.POSTGRES).set(settings))
        .render(statement);
  }

  /** Returns how often a statement was rendered so far. */
  public long renderings() {
    return renderings.sum();
  }
}
