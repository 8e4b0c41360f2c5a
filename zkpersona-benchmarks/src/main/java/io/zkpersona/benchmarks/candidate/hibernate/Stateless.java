package io.zkpersona.benchmarks.candidate.hibernate;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.PageQuery;
import io.zkpersona.benchmarks.data.Position;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;

/**
 * Hibernate's StatelessSession: no persistence context, no dirty checking. Single statements run in
 * auto-commit mode, which saves the round trip of the commit.
 */
public final class Stateless implements Candidate {

  private static final int FETCH_SIZE = 1_000;

  private final SessionFactory sessions;

  /** Creates the candidate on the caller's pool. */
  public Stateless(DataSource pool) {
    Configuration configuration = new Configuration();
    configuration.addAnnotatedClass(InputEntity.class);
    configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool);
    configuration.setProperty(
        AvailableSettings.STATEMENT_BATCH_SIZE, Integer.toString(SpringDataJpa.BATCH));
    configuration.setProperty(AvailableSettings.JDBC_TIME_ZONE, "UTC");
    configuration.setProperty("hibernate.allow_update_outside_transaction", "true");
    this.sessions = configuration.buildSessionFactory();
  }

  private <T> T call(Function<StatelessSession, T> work) {
    try (StatelessSession session = sessions.openStatelessSession()) {
      return work.apply(session);
    }
  }

  private static List<BehaviorInput> domain(List<InputEntity> rows) {
    return rows.stream().map(InputEntity::toDomain).toList();
  }

  @Override
  public BehaviorInput find(BehaviorInputId id) {
    return call(session -> session.get(InputEntity.class, id.value())).toDomain();
  }

  @Override
  public BehaviorInput save(BehaviorInput input) {
    InputEntity entity = InputEntity.of(input, false);
    call(session -> session.insert(entity));
    return entity.toDomain();
  }

  @Override
  public BehaviorInput update(BehaviorInput input) {
    InputEntity entity = InputEntity.of(input, true);
    call(
        session -> {
          session.update(entity);
          return true;
        });
    return entity.toDomain();
  }

  @Override
  public Found page(PageQuery query) {
    return call(
        session ->
            new Found(
                domain(
                    filtered(
                            session
                                .createSelectionQuery(
                                    InputJpaRepository.FILTER + InputJpaRepository.NEWEST,
                                    InputEntity.class)
                                .setFirstResult(Math.toIntExact(query.offset()))
                                .setMaxResults(query.limit()),
                            query)
                        .getResultList()),
                query.total()
                    ? filtered(
                            session.createSelectionQuery(
                                "select count(*) " + InputJpaRepository.FILTER, Long.class),
                            query)
                        .getSingleResult()
                    : Found.UNKNOWN));
  }

  private static <T> org.hibernate.query.SelectionQuery<T> filtered(
      org.hibernate.query.SelectionQuery<T> statement, PageQuery query) {
    return statement
        .setParameter("user", query.userId().value())
        .setParameter("from", query.from())
        .setParameter("until", query.until());
  }

  @Override
  public Supplier<List<BehaviorInput>> slice(Position after, int limit) {
    BehaviorInput last = after.last();
    if (last == null) {
      return () ->
          call(
              session ->
                  domain(
                      session
                          .createSelectionQuery(
                              "from InputEntity i" + InputJpaRepository.NEWEST, InputEntity.class)
                          .setMaxResults(limit)
                          .getResultList()));
    }
    return () ->
        call(
            session ->
                domain(
                    session
                        .createSelectionQuery(
                            "from InputEntity i where (i.timestamp, i.id) < (:time, :id)"
                                + InputJpaRepository.NEWEST,
                            InputEntity.class)
                        .setParameter("time", last.timestamp())
                        .setParameter("id", last.id().value())
                        .setMaxResults(limit)
                        .getResultList()));
  }

  @Override
  public void saveAll(List<BehaviorInput> inputs) {
    sessions.inStatelessTransaction(
        session ->
            session.insertMultiple(
                inputs.stream().map(input -> InputEntity.of(input, false)).toList()));
  }

  @Override
  public int markProcessed(List<BehaviorInputId> ids) {
    return call(
        session ->
            session
                .createNativeMutationQuery(Native.MARK)
                .setParameter("ids", SpringDataJpa.uuids(ids))
                .executeUpdate());
  }

  @Override
  public List<BehaviorInput> findAll(List<BehaviorInputId> ids) {
    return call(
        session ->
            domain(
                session
                    .createNativeQuery(Native.FIND_ALL, InputEntity.class)
                    .setParameter("ids", SpringDataJpa.uuids(ids))
                    .getResultList()));
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker")
  public Stream<BehaviorInput> stream() {
    StatelessSession session = sessions.openStatelessSession();
    session.beginTransaction();
    Stream<InputEntity> rows =
        session
            .createSelectionQuery("from InputEntity i order by i.id", InputEntity.class)
            .setFetchSize(FETCH_SIZE)
            .getResultStream();
    return rows.map(InputEntity::toDomain)
        .onClose(
            () -> {
              rows.close();
              session.getTransaction().rollback();
              session.close();
            });
  }

  @Override
  public void close() {
    sessions.close();
  }
}
