package io.zkpersona.cli.command;

import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.RefusedException;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.cli.output.Table;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleGrant;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Roles and permissions of users. */
@Command(
    name = "grants",
    description = "The roles and permissions of a user. A change takes effect at once.",
    subcommands = {
      GrantsCommand.Roles.class,
      GrantsCommand.Permissions.class,
      GrantsCommand.Grant.class,
      GrantsCommand.Revoke.class
    },
    footer = {
      "",
      "Examples:",
      "  zkpersona grants roles 01920000-0000-7000-8000-000000000000",
      "  zkpersona grants grant 01920000-0000-7000-8000-000000000000 auditor",
      "  zkpersona grants revoke 01920000-0000-7000-8000-000000000000 auditor"
    })
final class GrantsCommand {

  private GrantsCommand() {}

  /** Creates the command, which only groups others. */
  static GrantsCommand create() {
    return new GrantsCommand();
  }

  /** A command for one user. */
  abstract static class OfUser extends DatabaseCommand {

    @Parameters(index = "0", paramLabel = "USER", description = "The user's id.")
    private String user = "";

    OfUser(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    void prepare() {
      id();
    }

    UserId id() {
      try {
        return UserId.of(user);
      } catch (ValidationException e) {
        throw usage(String.valueOf(e.getMessage()));
      }
    }
  }

  /** A command for one user and one role. */
  abstract static class OfUserAndRole extends OfUser {

    @Parameters(index = "1", paramLabel = "ROLE", description = "The role's name.")
    private String role = "";

    OfUserAndRole(Surroundings surroundings) {
      super(surroundings);
    }

    String roleName() {
      return role;
    }

    Role role(DatabaseManager database) {
      return database
          .repositories()
          .roles()
          .findByName(role)
          .orElseThrow(
              () ->
                  new RefusedException(
                      "role: no such name (expected: an existing role; export roles lists them)"));
    }
  }

  /** Lists the roles of a user. */
  @Command(
      name = "roles",
      description = "Lists the grants of a user that have not expired.",
      footer = {"", "Example:", "  zkpersona grants roles 01920000-0000-7000-8000-000000000000"})
  static final class Roles extends OfUser {

    Roles(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    ExitCode run(DatabaseManager database, Output out) {
      Repositories all = database.repositories();
      List<RoleGrant> grants = all.access().rolesOf(id());
      Map<Object, String> names = new LinkedHashMap<>();
      all.roles()
          .findAllById(grants.stream().map(RoleGrant::roleId).toList())
          .forEach(role -> names.put(role.id(), role.name()));
      out.show(
          grants.stream().map(grant -> data(grant, names)).toList(),
          text -> {
            Table table = new Table("role", "granted at", "granted by", "expires at");
            grants.forEach(grant -> table.row(data(grant, names).values().toArray()));
            text.table(table);
          });
      return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> data(RoleGrant grant, Map<Object, String> names) {
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      data.put("role", names.get(grant.roleId()));
      data.put("grantedAt", grant.grantedAt());
      ActorId by = grant.grantedBy();
      data.put("grantedBy", by == null ? null : by.value());
      data.put("expiresAt", grant.expiresAt());
      return data;
    }
  }

  /** Lists the permissions of a user. */
  @Command(
      name = "permissions",
      description = "Lists the permissions that an active user has through all roles.",
      footer = {
        "",
        "Example:",
        "  zkpersona grants permissions 01920000-0000-7000-8000-000000000000"
      })
  static final class Permissions extends OfUser {

    Permissions(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    ExitCode run(DatabaseManager database, Output out) {
      Set<String> permissions = database.repositories().access().permissionsOf(id());
      out.show(
          permissions,
          text -> {
            Table table = new Table("permission");
            permissions.forEach(table::row);
            text.table(table);
          });
      return ExitCode.OK;
    }
  }

  /** Grants a role. */
  @Command(
      name = "grant",
      description =
          "Grants a role, without end or until a time. A second grant replaces the first.",
      footer = {
        "",
        "Examples:",
        "  zkpersona grants grant 01920000-0000-7000-8000-000000000000 auditor",
        "  zkpersona grants grant 01920000-0000-7000-8000-000000000000 auditor --until"
            + " 2027-01-01T00:00:00Z"
      })
  static final class Grant extends OfUserAndRole {

    @Option(
        names = "--until",
        paramLabel = "TIME",
        description = "When the grant expires. Default: never.")
    private @Nullable Instant until;

    @Option(
        names = "--by",
        paramLabel = "ACTOR",
        description = "The id of the user or service that grants it. Default: unknown.")
    private @Nullable UUID by;

    Grant(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    ExitCode run(DatabaseManager database, Output out) {
      Repositories all = database.repositories();
      Repositories acting = by == null ? all : all.as(new ActorId(by));
      RoleGrant grant = acting.access().grant(id(), role(database).id(), until);
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      data.put("role", roleName());
      data.put("grantedAt", grant.grantedAt());
      data.put("expiresAt", grant.expiresAt());
      out.show(data, text -> text.line("role " + roleName() + " granted"));
      return ExitCode.OK;
    }
  }

  /** Revokes a role. */
  @Command(
      name = "revoke",
      description = "Revokes a role. It is no error if the user does not have it.",
      footer = {
        "",
        "Example:",
        "  zkpersona grants revoke 01920000-0000-7000-8000-000000000000 auditor"
      })
  static final class Revoke extends OfUserAndRole {

    Revoke(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    ExitCode run(DatabaseManager database, Output out) {
      boolean had = database.repositories().access().revoke(id(), role(database).id());
      out.show(
          Map.of("revoked", had),
          text ->
              text.line(
                  had ? "role " + roleName() + " revoked" : "the user did not have the role"));
      return ExitCode.OK;
    }
  }
}
