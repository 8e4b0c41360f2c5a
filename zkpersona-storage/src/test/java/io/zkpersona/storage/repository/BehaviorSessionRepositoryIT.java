package io.zkpersona.storage.repository;

import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.id.BehaviorSessionId;

class BehaviorSessionRepositoryIT
    extends RepositoryContract<BehaviorSession, BehaviorSessionId, BehaviorSessionFilter> {

  BehaviorSessionRepositoryIT() {
    super(new BehaviorSessionKind());
  }
}
