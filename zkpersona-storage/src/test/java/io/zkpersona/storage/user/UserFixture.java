package io.zkpersona.storage.user;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import java.util.List;
import java.util.Locale;

public final class UserFixture extends EntityFixture<User, UserId, UserFilter> {

  private static final String COUNTER = "counter";

  public UserFixture() {
    super(User.class, "user", UserFilter.none(), UserId::generate, CreateUserRequest.class);
  }

  @Override
  public UserRepository repository(Repositories all) {
    return all.users();
  }

  @Override
  public UserRepository filterable(Repositories all) {
    return all.users();
  }

  @Override
  public int fixturesBefore() {
    return 0;
  }

  @Override
  public User minimal(Draw draw) {
    return User.builder().build();
  }

  @Override
  public User random(Draw draw) {
    int number = draw.next();
    return User.builder()
        .walletAddress(draw.maybe(() -> wallet(draw, number)))
        .email(
            draw.maybe(
                () ->
                    new EmailAddress(
                        draw.of("A.b+c", "ü😀", "o'neil\"") + number + "@Example.org")))
        .username(draw.maybe(() -> new Username(number + " " + draw.name())))
        .status(draw.of(UserStatus.values()))
        .privacySettings(
            new PrivacySettings(
                draw.bool(),
                draw.bool(),
                draw.maybe(draw::bool),
                draw.maybe(draw::bool),
                draw.object()))
        .audit(draw.audit())
        .build();
  }

  private static WalletAddress wallet(Draw draw, int number) {
    return new WalletAddress(
        String.format(
            Locale.ROOT,
            draw.of(
                "0xABCDEFabcdefABCDEFabcdefABCDEFab%08x",
                "other:Chain:AbCdEf%08d", "near:mainnet:abcdef%08d"),
            number));
  }

  @Override
  public List<String> lifecycle() {
    return List.of("status");
  }

  @Override
  public List<String> range() {
    return List.of("createdFrom", "createdUntil");
  }

  @Override
  public UserFilter filter(User one, User other) {
    return new UserFilter(
        one.status(), smaller(time(one), time(other)), greater(time(one), time(other)), true);
  }

  @Override
  public boolean matches(UserFilter filter, User user) {
    boolean deletedOnesToo =
        filter.status() != null || Boolean.TRUE.equals(filter.includeDeleted());
    return same(filter.status(), user.status())
        && atLeast(filter.createdFrom(), time(user))
        && below(filter.createdUntil(), time(user))
        && (user.status() != UserStatus.DELETED || deletedOnesToo);
  }

  @Override
  public boolean saysNothing(UserFilter filter) {
    return filter.withIncludeDeleted(null).equals(UserFilter.none());
  }

  @Override
  public long counter(User user) {
    return Long.parseLong(user.privacySettings().additional().members().get(COUNTER).text());
  }

  @Override
  public User counted(User user, long counter) {
    Json additional = Json.of("{\"" + COUNTER + "\": " + counter + "}");
    return user.withPrivacySettings(user.privacySettings().withAdditional(additional));
  }
}
