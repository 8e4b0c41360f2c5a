package io.zkpersona.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules for every entity and its requests, component by component. */
class EntityContractTest {

  static Stream<EntityKind<?>> kinds() {
    return EntityKind.all();
  }

  static Stream<Arguments> components() {
    return kinds()
        .flatMap(
            kind -> Components.names(kind.type()).stream().map(name -> Arguments.of(kind, name)));
  }

  static Stream<Arguments> createComponents() {
    return kinds()
        .flatMap(
            kind -> Components.names(kind.create()).stream().map(name -> Arguments.of(kind, name)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <E extends Record & Entity<?>> void aCreateRequestHoldsWhatMayBeGiven(EntityKind<E> kind) {
    assertThat(Components.names(kind.create())).isEqualTo(kind.given());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <E extends Record & Entity<?>> void aBuilderOfAnEntityHoldsItsValues(EntityKind<E> kind) {
    E entity = kind.sample().apply(0);

    assertThat(kind.rebuilt().apply(entity))
        .isEqualTo(entity)
        .hasSameHashCodeAs(entity)
        .isNotSameAs(entity);
  }

  @ParameterizedTest
  @MethodSource("components")
  <E extends Record & Entity<?>> void equalityIsByEveryComponent(EntityKind<E> kind, String name) {
    E entity = kind.sample().apply(0);
    Object other = Components.get(kind.sample().apply(1), name);
    E changed = Components.with(entity, name, other);

    // Both samples are verified, because only then can all components be set.
    assertThat(changed.equals(entity)).isEqualTo(name.equals("verificationStatus"));
    assertThat(Components.with(changed, name, Components.get(entity, name))).isEqualTo(entity);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <E extends Record & Entity<?>> void aCreateRequestMakesTheEntityOfItsValues(EntityKind<E> kind) {
    E entity = kind.sample().apply(1);

    E created = kind.createRequest(entity).toEntity(entity.id());

    assertThat(created.audit()).isEqualTo(AuditStamp.unsaved());
    assertThat(Components.with(created, "audit", entity.audit()))
        .isEqualTo(kind.atFirst().apply(entity));
  }

  @ParameterizedTest
  @MethodSource("components")
  <E extends Record & Entity<?>> void aWitherSetsItsComponentAndNothingElse(
      EntityKind<E> kind, String name) {
    E entity = kind.sample().apply(0);
    Object value = Components.get(kind.sample().apply(1), name);

    assertThat(Components.wither(entity, name, value))
        .isEqualTo(Components.with(entity, name, value));
  }

  @ParameterizedTest
  @MethodSource("components")
  <E extends Record & Entity<?>> void aWitherClearsOnlyWhatMayBeNull(
      EntityKind<E> kind, String name) {
    E entity = kind.sample().apply(0);

    if (Components.isPrimitive(kind.type(), name) || name.equals("verifiedAt")) {
      return;
    }
    if (Components.isNullable(kind.type(), name)) {
      assertThat(Components.wither(entity, name, null))
          .isEqualTo(Components.with(entity, name, null));
    } else {
      assertRefused(name, () -> Components.wither(entity, name, null));
    }
  }

  @ParameterizedTest
  @MethodSource("components")
  <E extends Record & Entity<?>> void nullIsRefusedWhereItIsNotAllowed(
      EntityKind<E> kind, String name) {
    E entity = kind.sample().apply(0);

    if (Components.isPrimitive(kind.type(), name) || name.equals("verifiedAt")) {
      return;
    }
    if (Components.isNullable(kind.type(), name)) {
      assertThat(Components.get(Components.with(entity, name, null), name)).isNull();
    } else {
      assertRefused(name, () -> Components.with(entity, name, null));
    }
  }

  @ParameterizedTest
  @MethodSource("createComponents")
  <E extends Record & Entity<?>> void aCreateRequestAllowsTheSameNulls(
      EntityKind<E> kind, String name) {
    Record request = (Record) kind.createRequest(kind.sample().apply(0));

    assertThat(Components.isNullable(kind.create(), name))
        .isEqualTo(Components.isNullable(kind.type(), name));
    if (Components.isPrimitive(kind.create(), name)) {
      return;
    }
    if (Components.isNullable(kind.create(), name)) {
      assertThat(Components.get(Components.with(request, name, null), name)).isNull();
    } else {
      assertRefused(name, () -> Components.with(request, name, null));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <E extends Record & Entity<?>> void toStringHidesWhatIsPersonal(EntityKind<E> kind) {
    E entity = kind.sample().apply(0);

    assertThat(entity.toString())
        .startsWith(kind.type().getSimpleName() + "[")
        .contains(entity.id().toString())
        .doesNotContain(Samples.SECRET);
    assertThat(kind.createRequest(entity).toString())
        .startsWith(kind.create().getSimpleName() + "[")
        .doesNotContain(Samples.SECRET);
  }

  private static void assertRefused(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(ValidationException.class))
        .satisfies(refused -> assertThat(refused.fields()).containsExactly(field));
  }
}
