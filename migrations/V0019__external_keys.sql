-- Inputs from a chain or another system: the external key of an event, so that loading it again stores nothing
-- twice, and the block that contained it, so that a chain reorganization can take it back.

SELECT set_config('search_path', format('%I, pg_temp', current_schema()), true);

ALTER TABLE behavior_inputs
  ADD COLUMN external_key varchar(200) COLLATE "C",
  ADD COLUMN chain_id     varchar(41) COLLATE "C",
  ADD COLUMN block_number bigint,
  ADD COLUMN block_hash   varchar(100) COLLATE "C";
ALTER TABLE behavior_inputs ADD CONSTRAINT behavior_inputs_external_key_check CHECK (external_key ~ '^[!-~]+$');
ALTER TABLE behavior_inputs ADD CONSTRAINT behavior_inputs_chain_id_check CHECK (
  num_nonnulls(chain_id, block_number, block_hash) IN (0, 3)
  AND chain_id ~ '^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$');
ALTER TABLE behavior_inputs ADD CONSTRAINT behavior_inputs_block_number_check CHECK (block_number >= 0);
-- Hexadecimal hashes in lower case only, so that two spellings of one hash are not taken for competing blocks.
ALTER TABLE behavior_inputs ADD CONSTRAINT behavior_inputs_block_hash_check CHECK (
  block_hash ~ '^[!-.0-~]+$'
  AND (block_hash ~ '^0x[0-9a-f]{64}$' OR NOT chain_id ~ '^eip155:')
  AND (block_hash ~ '^(0x)?[0-9a-f]{64}$' OR NOT block_hash ~ '^(0[xX])?[0-9a-fA-F]{64}$'));

COMMENT ON COLUMN behavior_inputs.external_key IS
  'The name by which another system knows the event, such as eip155:1/tx/0x.../log/12; unique, and never changed once set';
COMMENT ON COLUMN behavior_inputs.chain_id IS 'The chain that it was seen on (CAIP-2); null if none';
COMMENT ON COLUMN behavior_inputs.block_number IS 'The number of the block that it was seen in; set with chain_id';
COMMENT ON COLUMN behavior_inputs.block_hash IS
  'The hash of that block, which tells it from a rival of the same number; set with chain_id';

CREATE INDEX behavior_inputs_chain_id_block_number_id_idx ON behavior_inputs (chain_id, block_number, id)
  WHERE chain_id IS NOT NULL;
COMMENT ON INDEX behavior_inputs_chain_id_block_number_id_idx IS
  'invalidateFromBlock and invalidateForks; filter by blocks';

-- behavior_input_keys. A unique index of a partitioned table must contain the id, so it cannot keep the key alone
-- unique. The keys of partitioned inputs are stored here as well. Empty while inputs are not partitioned.

CREATE TABLE behavior_input_keys (
  external_key varchar(200) COLLATE "C" NOT NULL,
  CONSTRAINT behavior_input_keys_pkey PRIMARY KEY (external_key)
);

COMMENT ON TABLE behavior_input_keys IS
  'The external keys of inputs in partitions, which no index over several partitions could keep unique. Kept up by '
  'triggers from when the inputs are partitioned; empty until then';

CREATE FUNCTION behavior_input_keys_take() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  -- In a fixed order, so that two loads of the same events wait one way instead of deadlocking.
  INSERT INTO behavior_input_keys (external_key)
  SELECT external_key FROM added WHERE external_key IS NOT NULL ORDER BY external_key;
  RETURN NULL;
END $$;

CREATE FUNCTION behavior_input_keys_free() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  DELETE FROM behavior_input_keys AS kept USING removed WHERE kept.external_key = removed.external_key;
  RETURN NULL;
END $$;

CREATE FUNCTION behavior_input_keys_forget() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  TRUNCATE behavior_input_keys;
  RETURN NULL;
END $$;

-- An input without a key may be given one, which then stays.
CREATE FUNCTION behavior_input_keys_fix() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF OLD.external_key IS NOT NULL THEN
    -- The constraint also in the text, which is all that a distributed schema passes on.
    RAISE EXCEPTION 'an external key is never changed (behavior_inputs_external_key_check)'
      USING ERRCODE = 'check_violation',
      CONSTRAINT = 'behavior_inputs_external_key_check', TABLE = 'behavior_inputs', SCHEMA = TG_TABLE_SCHEMA;
  END IF;
  IF behavior_input_partitions_enabled() THEN
    INSERT INTO behavior_input_keys (external_key) VALUES (NEW.external_key);
  END IF;
  RETURN NULL;
END $$;

-- Called once when inputs are partitioned, before anything can write to them again.
CREATE FUNCTION behavior_input_keys_begin() RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO behavior_input_keys (external_key)
  SELECT external_key FROM behavior_inputs WHERE external_key IS NOT NULL ORDER BY external_key;
  CREATE TRIGGER behavior_inputs_keys_inserted AFTER INSERT ON behavior_inputs
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION behavior_input_keys_take();
  CREATE TRIGGER behavior_inputs_keys_deleted AFTER DELETE ON behavior_inputs
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION behavior_input_keys_free();
  CREATE TRIGGER behavior_inputs_keys_truncated AFTER TRUNCATE ON behavior_inputs
    FOR EACH STATEMENT EXECUTE FUNCTION behavior_input_keys_forget();
END $$;

COMMENT ON FUNCTION behavior_input_keys_take() IS 'Notes the keys that a statement added; refuses one that is taken';
COMMENT ON FUNCTION behavior_input_keys_free() IS 'Gives up the keys of what a statement removed';
COMMENT ON FUNCTION behavior_input_keys_forget() IS 'Gives up all keys with the inputs';
COMMENT ON FUNCTION behavior_input_keys_fix() IS 'Refuses another key for an input that has one';
COMMENT ON FUNCTION behavior_input_keys_begin() IS 'Begins to keep keys unique over partitions';

CREATE TRIGGER behavior_inputs_key_changed AFTER UPDATE OF external_key ON behavior_inputs
  FOR EACH ROW WHEN (OLD.external_key IS DISTINCT FROM NEW.external_key)
  EXECUTE FUNCTION behavior_input_keys_fix();

DO $$
BEGIN
  IF behavior_input_partitions_enabled() THEN
    CREATE INDEX behavior_inputs_external_key_idx ON behavior_inputs (external_key) WHERE external_key IS NOT NULL;
    PERFORM behavior_input_keys_begin();
  ELSE
    CREATE UNIQUE INDEX behavior_inputs_external_key_idx ON behavior_inputs (external_key)
      WHERE external_key IS NOT NULL;
  END IF;
END $$;

COMMENT ON INDEX behavior_inputs_external_key_idx IS
  'findByExternalKey; unique while the inputs are not partitioned, behavior_input_keys keeps it so when they are';
