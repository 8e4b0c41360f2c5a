-- Who may do what: users have roles, roles have permissions.

CREATE TABLE roles (
  id          uuid         NOT NULL DEFAULT gen_random_uuid(),
  name        varchar(100) NOT NULL,
  description varchar(500),
  cid         uuid,
  ctime       timestamptz  NOT NULL DEFAULT now(),
  mid         uuid,
  mtime       timestamptz  NOT NULL DEFAULT now(),
  CONSTRAINT roles_pkey PRIMARY KEY (id),
  CONSTRAINT roles_name_key UNIQUE (name),
  CONSTRAINT roles_name_length_check CHECK (char_length(name) >= 1)
);

COMMENT ON TABLE roles IS 'Named bundles of permissions';
COMMENT ON COLUMN roles.name IS 'As code names it, such as moderator';

CREATE TABLE permissions (
  id          uuid         NOT NULL DEFAULT gen_random_uuid(),
  name        varchar(100) NOT NULL,
  description varchar(500),
  cid         uuid,
  ctime       timestamptz  NOT NULL DEFAULT now(),
  mid         uuid,
  mtime       timestamptz  NOT NULL DEFAULT now(),
  CONSTRAINT permissions_pkey PRIMARY KEY (id),
  CONSTRAINT permissions_name_key UNIQUE (name),
  CONSTRAINT permissions_name_length_check CHECK (char_length(name) >= 1)
);

COMMENT ON TABLE permissions IS 'What can be permitted';
COMMENT ON COLUMN permissions.name IS 'As code names it, such as proof:verify';

CREATE TABLE role_permissions (
  role_id       uuid        NOT NULL,
  permission_id uuid        NOT NULL,
  cid           uuid,
  ctime         timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT role_permissions_pkey PRIMARY KEY (role_id, permission_id),
  CONSTRAINT role_permissions_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE,
  CONSTRAINT role_permissions_permission_id_fkey FOREIGN KEY (permission_id)
    REFERENCES permissions (id) ON DELETE CASCADE
);

CREATE INDEX role_permissions_permission_id_idx ON role_permissions (permission_id);

COMMENT ON TABLE role_permissions IS 'Which role carries which permission';
COMMENT ON INDEX role_permissions_permission_id_idx IS 'Delete of a permission; the roles that carry one';

CREATE TABLE user_roles (
  user_id    uuid        NOT NULL,
  role_id    uuid        NOT NULL,
  granted_by uuid,
  granted_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  CONSTRAINT user_roles_pkey PRIMARY KEY (user_id, role_id),
  CONSTRAINT user_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT user_roles_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE,
  CONSTRAINT user_roles_expires_at_check CHECK (expires_at > granted_at)
);

CREATE INDEX user_roles_role_id_idx ON user_roles (role_id);

COMMENT ON TABLE user_roles IS 'Which user has which role, and until when';
COMMENT ON COLUMN user_roles.granted_by IS 'Who granted it: a user or a service, hence no foreign key';
COMMENT ON COLUMN user_roles.expires_at IS
  'The grant counts before this instant; null: until it is revoked, which deletes the row';
COMMENT ON INDEX user_roles_role_id_idx IS 'Delete of a role; the users that have one';
