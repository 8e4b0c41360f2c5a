package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.json.Json;
import io.zkpersona.storage.internal.tables.tables.ChangesVersionOfAuthSessions;
import io.zkpersona.storage.internal.tables.tables.ChangesVersionOfBehaviorInputs;
import io.zkpersona.storage.internal.tables.tables.ChangesVersionOfBehaviorSessions;
import io.zkpersona.storage.internal.tables.tables.ChangesVersionOfPermissions;
import io.zkpersona.storage.internal.tables.tables.ChangesVersionOfReputationRecords;
import io.zkpersona.storage.internal.tables.tables.ChangesVersionOfRoles;
import io.zkpersona.storage.internal.tables.tables.ChangesVersionOfScoringResults;
import io.zkpersona.storage.internal.tables.tables.ChangesVersionOfSponsoredTransactions;
import io.zkpersona.storage.internal.tables.tables.ChangesVersionOfSponsors;
import io.zkpersona.storage.internal.tables.tables.ChangesVersionOfUsers;
import io.zkpersona.storage.internal.tables.tables.ChangesVersionOfZkProofs;
import org.jooq.Field;
import org.jooq.Table;

/** The functions that read a recorded version of a row: as that row, or as none if it is null. */
final class RecordedVersions {

  private RecordedVersions() {}

  /** Returns the call of the function for the rows of a table. */
  static Table<?> of(Table<?> table, Field<Json> version) {
    // Each class is loaded when it is needed.
    return switch (table.getName()) {
      case "auth_sessions" -> new ChangesVersionOfAuthSessions().call(version);
      case "behavior_inputs" -> new ChangesVersionOfBehaviorInputs().call(version);
      case "behavior_sessions" -> new ChangesVersionOfBehaviorSessions().call(version);
      case "permissions" -> new ChangesVersionOfPermissions().call(version);
      case "reputation_records" -> new ChangesVersionOfReputationRecords().call(version);
      case "roles" -> new ChangesVersionOfRoles().call(version);
      case "scoring_results" -> new ChangesVersionOfScoringResults().call(version);
      case "sponsored_transactions" -> new ChangesVersionOfSponsoredTransactions().call(version);
      case "sponsors" -> new ChangesVersionOfSponsors().call(version);
      case "users" -> new ChangesVersionOfUsers().call(version);
      case "zk_proofs" -> new ChangesVersionOfZkProofs().call(version);
      default -> throw new IllegalStateException("a table without recorded versions: " + table);
    };
  }
}
