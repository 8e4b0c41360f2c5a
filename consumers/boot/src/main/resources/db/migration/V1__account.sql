CREATE TABLE account (
  user_id uuid PRIMARY KEY REFERENCES zkpersona.users (id),
  balance numeric NOT NULL CHECK (balance >= 0)
);
