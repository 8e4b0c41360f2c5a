import org.jspecify.annotations.NullMarked;

/** Immutable values of ZK-Persona: ids, records, requests, filters, pages and exceptions. */
@NullMarked
module io.zkpersona.domain {
  requires com.fasterxml.jackson.core;
  requires com.github.f4b6a3.uuid;
  requires static io.soabase.recordbuilder.core;
  requires static transitive java.compiler;
  requires static transitive org.jspecify;

  exports io.zkpersona.domain.access;
  exports io.zkpersona.domain.audit;
  exports io.zkpersona.domain.auth;
  exports io.zkpersona.domain.behavior;
  exports io.zkpersona.domain.behavior.queue;
  exports io.zkpersona.domain.change;
  exports io.zkpersona.domain.error;
  exports io.zkpersona.domain.id;
  exports io.zkpersona.domain.json;
  exports io.zkpersona.domain.page;
  exports io.zkpersona.domain.proof;
  exports io.zkpersona.domain.proof.circuit;
  exports io.zkpersona.domain.proof.document;
  exports io.zkpersona.domain.proof.snark;
  exports io.zkpersona.domain.reputation;
  exports io.zkpersona.domain.scoring;
  exports io.zkpersona.domain.sponsorship;
  exports io.zkpersona.domain.user;
}
