CREATE TABLE public.subscriptions (
  user_id uuid PRIMARY KEY REFERENCES zkpersona.users (id) ON DELETE CASCADE,
  plan text NOT NULL
);
