CREATE TABLE public.subscriptions (
  user_id uuid PRIMARY KEY REFERENCES zkpersona.users (id) ON DELETE CASCADE,
  plan text NOT NULL
);
CREATE FUNCTION public.plan_of(person uuid) RETURNS text LANGUAGE sql AS $$
  SELECT plan FROM public.subscriptions WHERE user_id = person;
$$;
INSERT INTO zkpersona.roles (id, name) SELECT gen_random_uuid(), 'host-role';
