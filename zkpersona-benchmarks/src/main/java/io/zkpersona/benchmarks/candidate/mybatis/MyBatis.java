package io.zkpersona.benchmarks.candidate.mybatis;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.candidate.FlatInput;
import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.PageQuery;
import io.zkpersona.benchmarks.data.Position;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/**
 * MyBatis with annotated statements: single ones in auto-commit mode, bulk inserts with its batch
 * executor.
 */
public final class MyBatis implements Candidate {

  private static final int BATCH = 1_000;

  private final SqlSessionFactory sessions;

  /** Creates the candidate on the caller's pool. */
  public MyBatis(DataSource pool) {
    Configuration configuration =
        new Configuration(new Environment("run", new JdbcTransactionFactory(), pool));
    configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
    configuration.setCacheEnabled(false);
    configuration.getTypeHandlerRegistry().register(UUID.class, new UuidHandler());
    configuration.getTypeHandlerRegistry().register(UUID[].class, new UuidArrayHandler());
    configuration.addMapper(InputMapper.class);
    this.sessions = new SqlSessionFactoryBuilder().build(configuration);
  }

  private <T> T call(Function<InputMapper, T> work) {
    try (SqlSession session = sessions.openSession(true)) {
      return work.apply(session.getMapper(InputMapper.class));
    }
  }

  private static List<BehaviorInput> domain(List<FlatInput> rows) {
    return rows.stream().map(FlatInput::toDomain).toList();
  }

  @Override
  public BehaviorInput find(BehaviorInputId id) {
    return call(mapper -> mapper.find(id.value())).toDomain();
  }

  @Override
  public BehaviorInput save(BehaviorInput input) {
    return call(mapper -> mapper.save(FlatInput.of(input))).of(input);
  }

  @Override
  public BehaviorInput update(BehaviorInput input) {
    return call(mapper -> mapper.update(FlatInput.of(input))).of(input);
  }

  @Override
  public Found page(PageQuery query) {
    UUID user = query.userId().value();
    return call(
        mapper ->
            new Found(
                domain(
                    mapper.page(user, query.from(), query.until(), query.limit(), query.offset())),
                query.total() ? mapper.count(user, query.from(), query.until()) : Found.UNKNOWN));
  }

  @Override
  public Supplier<List<BehaviorInput>> slice(Position after, int limit) {
    BehaviorInput last = after.last();
    return last == null
        ? () -> domain(call(mapper -> mapper.first(limit)))
        : () -> domain(call(mapper -> mapper.after(last.timestamp(), last.id().value(), limit)));
  }

  @Override
  public void saveAll(List<BehaviorInput> inputs) {
    try (SqlSession session = sessions.openSession(ExecutorType.BATCH, false)) {
      InputMapper mapper = session.getMapper(InputMapper.class);
      int waiting = 0;
      for (BehaviorInput input : inputs) {
        mapper.insert(FlatInput.of(input));
        if (++waiting == BATCH) {
          session.flushStatements();
          waiting = 0;
        }
      }
      session.commit();
    }
  }

  @Override
  public int markProcessed(List<BehaviorInputId> ids) {
    return call(mapper -> mapper.mark(uuids(ids)));
  }

  @Override
  public List<BehaviorInput> findAll(List<BehaviorInputId> ids) {
    return domain(call(mapper -> mapper.findAll(uuids(ids))));
  }

  private static UUID[] uuids(List<BehaviorInputId> ids) {
    return ids.stream().map(BehaviorInputId::value).toArray(UUID[]::new);
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker")
  public Stream<BehaviorInput> stream() {
    SqlSession session = sessions.openSession(false);
    return StreamSupport.stream(session.getMapper(InputMapper.class).stream().spliterator(), false)
        .map(FlatInput::toDomain)
        .onClose(session::close);
  }
}
