package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.jsonbGetAttribute;
import static org.jooq.impl.DSL.name;

import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.internal.tables.tables.ReputationRecords;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;

/** What the questions about reputation share: what counts when, and what others may see. */
final class ReputationTimes {

  private ReputationTimes() {}

  static Condition isActive(ReputationRecords records) {
    return records.STATUS.eq(inline(ReputationStatus.ACTIVE, records.STATUS));
  }

  /** Active, and begun at a time or before it. */
  static Condition begun(ReputationRecords records, Field<Instant> time) {
    return isActive(records).and(records.EFFECTIVE_FROM.le(time));
  }

  /** Not ended at a time: an end does not belong to what it ends. */
  static Condition notEnded(ReputationRecords records, Field<Instant> time) {
    return records.EFFECTIVE_UNTIL.isNull().or(records.EFFECTIVE_UNTIL.gt(time));
  }

  /** A record that others may see; whether they may see its user is another question. */
  static Condition isPublic() {
    return condition(REPUTATION_RECORDS.IS_PUBLIC);
  }

  /**
   * A user whose profile others may see. As the index on public users has it, so that it serves.
   */
  static Condition hasPublicProfile() {
    Field<JSONB> settings = USERS.PRIVACY_SETTINGS.coerce(JSONB.class);
    return USERS
        .STATUS
        .eq(inline(UserStatus.ACTIVE, USERS.STATUS))
        .and(
            jsonbGetAttribute(settings, inline("public_profile"))
                .eq(inline(JSONB.valueOf("true"))));
  }

  /** A column of a table that has a name only within its statement. */
  static <T> Field<T> of(String table, Field<T> column) {
    return field(name(table, column.getName()), column.getDataType());
  }
}
