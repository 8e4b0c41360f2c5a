package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The consents of a user. Members unknown to the library are kept, so that settings of other
 * programs survive a read, a change and a write. Immutable and thread-safe.
 *
 * @param dataSharing whether data may be shared
 * @param publicProfile whether others may see the profile
 * @param analyticsOptIn whether activity may be analyzed; null if never asked
 * @param marketingOptIn whether advertising may be sent; null if never asked
 * @param additional an object with all other members
 */
@GenerateBuilder
public record PrivacySettings(
    boolean dataSharing,
    boolean publicProfile,
    @Nullable Boolean analyticsOptIn,
    @Nullable Boolean marketingOptIn,
    Json additional)
    implements PrivacySettingsBuilder.With {
  private static final String FIELD = "privacySettings";
  private static final String DATA_SHARING = "data_sharing";
  private static final String PUBLIC_PROFILE = "public_profile";
  private static final String ANALYTICS_OPT_IN = "analytics_opt_in";
  private static final String MARKETING_OPT_IN = "marketing_opt_in";

  private static final PrivacySettings DEFAULTS = builder().build();

  /**
   * Checks the additional members.
   *
   * @throws ValidationException if {@code additional} is null or not an object, or contains a
   *     member that another component represents
   */
  public PrivacySettings {
    if (!Checks.notNull("additional", additional).isObject()) {
      throw new ValidationException("additional", "not a JSON object (expected: an object)");
    }
    if (!additional.equals(Json.emptyObject())) {
      Map<String, Json> members = additional.members();
      for (String known :
          new String[] {DATA_SHARING, PUBLIC_PROFILE, ANALYTICS_OPT_IN, MARKETING_OPT_IN}) {
        if (members.containsKey(known)) {
          throw new ValidationException(
              "additional", "contains " + known + " (expected: in the component for it)");
        }
      }
    }
  }

  /** Returns a builder with the default values. */
  public static PrivacySettingsBuilder builder() {
    return PrivacySettingsBuilder.builder().additional(Json.emptyObject());
  }

  /** Returns the default settings: nothing shared, nothing public, and nothing else asked. */
  public static PrivacySettings defaults() {
    return DEFAULTS;
  }

  /** Returns a builder with the values of this object. */
  public PrivacySettingsBuilder toBuilder() {
    return PrivacySettingsBuilder.builder(this);
  }

  /**
   * Parses the stored form of settings. An absent or null member counts as never asked.
   *
   * @throws ValidationException if json is null or not an object, or a known member is not a
   *     boolean
   */
  public static PrivacySettings fromJson(Json json) {
    if (!Checks.notNull(FIELD, json).isObject()) {
      throw new ValidationException(FIELD, "not a JSON object (expected: an object)");
    }
    Map<String, Json> members = json.members();
    Boolean dataSharing = removeFlag(members, DATA_SHARING);
    Boolean publicProfile = removeFlag(members, PUBLIC_PROFILE);
    Boolean analyticsOptIn = removeFlag(members, ANALYTICS_OPT_IN);
    Boolean marketingOptIn = removeFlag(members, MARKETING_OPT_IN);
    return new PrivacySettings(
        Boolean.TRUE.equals(dataSharing),
        Boolean.TRUE.equals(publicProfile),
        analyticsOptIn,
        marketingOptIn,
        members.isEmpty() ? Json.emptyObject() : Json.object(members));
  }

  /** Returns the stored form of these settings. Members that were never asked are absent. */
  public Json toJson() {
    Map<String, Json> members = new LinkedHashMap<>();
    putFlag(members, DATA_SHARING, dataSharing);
    putFlag(members, PUBLIC_PROFILE, publicProfile);
    putFlag(members, ANALYTICS_OPT_IN, analyticsOptIn);
    putFlag(members, MARKETING_OPT_IN, marketingOptIn);
    members.putAll(additional.members());
    return Json.object(members);
  }

  private static @Nullable Boolean removeFlag(Map<String, Json> members, String name) {
    Json value = members.remove(name);
    return switch (value == null ? "null" : value.text()) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      case "null" -> null;
      default ->
          throw new ValidationException(
              FIELD + "." + name, "not a boolean (expected: true, false or null)");
    };
  }

  private static void putFlag(Map<String, Json> members, String name, @Nullable Boolean value) {
    if (value != null) {
      members.put(name, Json.of(value.toString()));
    }
  }
}
