CREATE TABLE account (user_id uuid PRIMARY KEY REFERENCES zkpersona.users (id));
