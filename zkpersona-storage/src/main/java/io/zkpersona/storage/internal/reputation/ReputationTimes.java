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

/**
 * Conditions shared by the queries on reputation: when a record is in force, and what is public.
 */
final class ReputationTimes {

  private ReputationTimes() {}

  static Condition isActive(ReputationRecords records) {
    return records.STATUS.eq(inline(ReputationStatus.ACTIVE, records.STATUS));
  }

  /** Active, and begun at or before a time. */
  static Condition begun(ReputationRecords records, Field<Instant> time) {
    return isActive(records).and(records.EFFECTIVE_FROM.le(time));
  }

  /** Not ended at a time; the end is exclusive. */
  static Condition notEnded(ReputationRecords records, Field<Instant> time) {
    return records.EFFECTIVE_UNTIL.isNull().or(records.EFFECTIVE_UNTIL.gt(time));
  }

  /** A public record; the privacy of its user is checked separately. */
  static Condition isPublic() {
    return condition(REPUTATION_RECORDS.IS_PUBLIC);
  }

  /** A user with a public profile, in the same terms as the index on public users. */
  static Condition hasPublicProfile() {
    Field<JSONB> settings = USERS.PRIVACY_SETTINGS.coerce(JSONB.class);
    return USERS
        .STATUS
        .eq(inline(UserStatus.ACTIVE, USERS.STATUS))
        .and(
            jsonbGetAttribute(settings, inline("public_profile"))
                .eq(inline(JSONB.valueOf("true"))));
  }

  /** Returns a column of a table that is named only within its statement. */
  static <T> Field<T> of(String table, Field<T> column) {
    return field(name(table, column.getName()), column.getDataType());
  }
}
