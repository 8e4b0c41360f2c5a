-- The identity core of a person. Wallet and privacy settings come in V0007.

CREATE TABLE users (
  id       uuid         NOT NULL DEFAULT gen_random_uuid(),
  email    varchar(255),
  username varchar(100),
  status   varchar(20)  NOT NULL DEFAULT 'active',
  cid      uuid,
  ctime    timestamptz  NOT NULL DEFAULT now(),
  mid      uuid,
  mtime    timestamptz  NOT NULL DEFAULT now(),
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_email_key UNIQUE (email),
  CONSTRAINT users_username_key UNIQUE (username),
  -- One @ between two parts without white space, a dot within the second. Deliberately no more: only a mail tells.
  CONSTRAINT users_email_check
    CHECK (email COLLATE "C" ~ '^[^@[:space:]]+@[^@[:space:].]+([.][^@[:space:].]+)+$'),
  CONSTRAINT users_username_length_check CHECK (char_length(username) >= 3),
  CONSTRAINT users_status_check CHECK (status IN ('active', 'inactive', 'suspended', 'deleted'))
);

COMMENT ON TABLE users IS 'People, known by any of wallet, e-mail and name, or by none of them';
COMMENT ON COLUMN users.id IS 'Version 7, made by the library; the default serves rows written by hand';
COMMENT ON COLUMN users.status IS
  'deleted is a soft delete: the row stays and still holds its wallet, e-mail and name';
COMMENT ON COLUMN users.cid IS 'Who created the row: a user or a service, hence no foreign key';
COMMENT ON COLUMN users.ctime IS 'When the row was created, by the clock of the database';
COMMENT ON COLUMN users.mid IS 'Who changed the row last: a user or a service, hence no foreign key';
COMMENT ON COLUMN users.mtime IS
  'When the row was changed last; an update makes it greater and compares it to find a stale copy';
