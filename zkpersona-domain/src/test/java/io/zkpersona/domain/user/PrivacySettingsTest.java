package io.zkpersona.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivacySettingsTest {

  @Test
  void byDefaultNothingIsSharedAndNothingElseWasAsked() {
    assertThat(PrivacySettings.defaults())
        .isEqualTo(new PrivacySettings(false, false, null, null, Json.emptyObject()))
        .isEqualTo(PrivacySettings.builder().build());
    assertThat(PrivacySettings.defaults().toJson().text())
        .isEqualTo("{\"data_sharing\":false,\"public_profile\":false}");
  }

  @Test
  void settingsAreReadAsTheyWereWritten() {
    PrivacySettings settings =
        new PrivacySettings(true, false, true, false, Json.of("{\"theme\":\"dark\"}"));

    assertThat(settings.toJson())
        .isEqualTo(
            Json.of(
                "{\"data_sharing\":true,\"public_profile\":false,\"analytics_opt_in\":true,"
                    + "\"marketing_opt_in\":false,\"theme\":\"dark\"}"));
    assertThat(PrivacySettings.fromJson(settings.toJson())).isEqualTo(settings);
  }

  @Test
  void unknownMembersSurviveAChangeToTheLastDigit() {
    String unknown =
        "\"limit\": 1803894944350009132829410955099.10, \"nested\": {\"a\": [1, {\"b\": null}]},"
            + " \"quote\\\"d\": \"x,} \"";
    Json stored = Json.of("{" + unknown + ", \"data_sharing\": false, \"public_profile\": true}");

    Json written = PrivacySettings.fromJson(stored).withDataSharing(true).toJson();

    assertThat(written)
        .isEqualTo(Json.of("{" + unknown + ", \"data_sharing\": true, \"public_profile\": true}"));
    assertThat(written.text()).contains("1803894944350009132829410955099.10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"data_sharing\":null,\"analytics_opt_in\":null}"})
  void whatIsAbsentOrNullWasNeverAsked(String json) {
    assertThat(PrivacySettings.fromJson(Json.of(json))).isEqualTo(PrivacySettings.defaults());
  }

  @Test
  void ofMembersOfTheSameNameTheLastCounts() {
    assertThat(PrivacySettings.fromJson(Json.of("{\"data_sharing\":true,\"data_sharing\":false}")))
        .isEqualTo(PrivacySettings.defaults());
  }

  @ParameterizedTest
  @CsvSource({"data_sharing", "public_profile", "analytics_opt_in", "marketing_opt_in"})
  void aKnownMemberThatIsNoBooleanIsRefused(String member) {
    for (String value : new String[] {"\"true\"", "1", "[]", "{}"}) {
      assertThatThrownBy(
              () -> PrivacySettings.fromJson(Json.of("{\"" + member + "\":" + value + "}")))
          .isInstanceOf(ValidationException.class)
          .hasMessage(
              "privacySettings." + member + ": not a boolean (expected: true, false or null)");
    }
  }

  @ParameterizedTest
  @CsvSource({"data_sharing", "public_profile", "analytics_opt_in", "marketing_opt_in"})
  void aKnownMemberIsRefusedAmongTheAdditional(String member) {
    Json additional = Json.of("{\"" + member + "\":true}");

    assertThatThrownBy(() -> PrivacySettings.defaults().withAdditional(additional))
        .isInstanceOf(ValidationException.class)
        .hasMessage("additional: contains " + member + " (expected: in the component for it)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "true", "1", "\"{}\""})
  void whatIsNoObjectIsRefused(String text) {
    Json json = Json.of(text);

    assertThatThrownBy(() -> PrivacySettings.fromJson(json))
        .isInstanceOf(ValidationException.class)
        .hasMessage("privacySettings: not a JSON object (expected: an object)");
    assertThatThrownBy(() -> PrivacySettings.defaults().withAdditional(json))
        .isInstanceOf(ValidationException.class)
        .hasMessage("additional: not a JSON object (expected: an object)");
  }

  @Test
  void toStringHidesWhatIsUnknown() {
    assertThat(PrivacySettings.builder().additional(Json.of("{\"hush\":1}")).build().toString())
        .doesNotContain("hush");
  }
}
