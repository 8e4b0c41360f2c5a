CREATE TABLE account (id bigint PRIMARY KEY, user_id uuid NOT NULL REFERENCES zkpersona.users (id));
