package io.zkpersona.storage.tenant;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.behavior.BehaviorInputFixture;

class InputsOfTenantIT extends TenantContract<BehaviorInput, BehaviorInputId, BehaviorInputFilter> {

  InputsOfTenantIT() {
    super(new BehaviorInputFixture());
  }
}
