package io.zkpersona.benchmarks.candidate.hibernate;

import jakarta.persistence.QueryHint;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.jpa.HibernateHints;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.query.Param;
import org.springframework.transaction.annotation.Transactional;

/** The queries of the Spring Data JPA candidate. */
@Transactional(readOnly = true)
interface InputJpaRepository extends JpaRepository<InputEntity, UUID> {

  String FILTER =
      "from InputEntity i where i.userId = :user and i.timestamp >= :from and i.timestamp < :until";
  String NEWEST = " order by i.timestamp desc, i.id desc";

  @Query(value = FILTER + NEWEST, countQuery = "select count(*) " + FILTER)
  Page<InputEntity> page(
      @Param("user") UUID user,
      @Param("from") Instant from,
      @Param("until") Instant until,
      Pageable page);

  @Query(FILTER + NEWEST)
  List<InputEntity> pageWithoutTotal(
      @Param("user") UUID user,
      @Param("from") Instant from,
      @Param("until") Instant until,
      Pageable page);

  @Query("from InputEntity i" + NEWEST)
  List<InputEntity> first(Limit limit);

  @Query("from InputEntity i where (i.timestamp, i.id) < (:time, :id)" + NEWEST)
  List<InputEntity> after(@Param("time") Instant time, @Param("id") UUID id, Limit limit);

  @Transactional
  @Modifying
  @Query(nativeQuery = true, value = Native.MARK)
  int mark(@Param("ids") UUID[] ids);

  @Query(nativeQuery = true, value = Native.FIND_ALL)
  List<InputEntity> findMany(@Param("ids") UUID[] ids);

  @Query("from InputEntity i order by i.id")
  @QueryHints({
    @QueryHint(name = HibernateHints.HINT_FETCH_SIZE, value = "1000"),
    @QueryHint(name = HibernateHints.HINT_READ_ONLY, value = "true")
  })
  Stream<InputEntity> streamAll();
}
