-- Transactions whose gas a sponsor pays. Amounts are whole numbers of the network's smallest unit (wei), which
-- reach 256 bits, hence numeric(78, 0).

CREATE TABLE sponsors (
  id                 uuid           NOT NULL DEFAULT gen_random_uuid(),
  name               varchar(100)   NOT NULL,
  blockchain_network varchar(50)    NOT NULL,
  wallet_address     varchar(100)   NOT NULL,
  daily_budget       numeric(78, 0) NOT NULL,
  status             varchar(20)    NOT NULL DEFAULT 'active',
  cid                uuid,
  ctime              timestamptz    NOT NULL DEFAULT now(),
  mid                uuid,
  mtime              timestamptz    NOT NULL DEFAULT now(),
  CONSTRAINT sponsors_pkey PRIMARY KEY (id),
  CONSTRAINT sponsors_name_key UNIQUE (name),
  CONSTRAINT sponsors_wallet_address_key UNIQUE (wallet_address, blockchain_network),
  CONSTRAINT sponsors_name_length_check CHECK (char_length(name) >= 1),
  CONSTRAINT sponsors_blockchain_network_length_check CHECK (char_length(blockchain_network) >= 1),
  CONSTRAINT sponsors_wallet_address_length_check CHECK (char_length(wallet_address) >= 10),
  -- The upper bound refuses NaN, which is greater than every number.
  CONSTRAINT sponsors_daily_budget_check CHECK (daily_budget >= 0 AND daily_budget < 1e78),
  CONSTRAINT sponsors_status_check CHECK (status IN ('active', 'suspended'))
);

COMMENT ON TABLE sponsors IS 'Who pays for gas, from which wallet on which network';
COMMENT ON COLUMN sponsors.daily_budget IS
  'What may be spent a day (UTC), in the smallest unit; copied into each day''s row as the day''s first '
  'reservation is made';

CREATE TABLE sponsor_daily_budgets (
  sponsor_id  uuid           NOT NULL,
  budget_date date           NOT NULL,
  budget      numeric(78, 0) NOT NULL,
  reserved    numeric(78, 0) NOT NULL DEFAULT 0,
  spent       numeric(78, 0) NOT NULL DEFAULT 0,
  ctime       timestamptz    NOT NULL DEFAULT now(),
  mtime       timestamptz    NOT NULL DEFAULT now(),
  CONSTRAINT sponsor_daily_budgets_pkey PRIMARY KEY (sponsor_id, budget_date),
  CONSTRAINT sponsor_daily_budgets_sponsor_id_fkey FOREIGN KEY (sponsor_id) REFERENCES sponsors (id),
  CONSTRAINT sponsor_daily_budgets_budget_check CHECK (budget >= 0 AND budget < 1e78),
  CONSTRAINT sponsor_daily_budgets_reserved_check CHECK (reserved >= 0),
  CONSTRAINT sponsor_daily_budgets_spent_check CHECK (spent >= 0 AND spent < 1e78)
);

COMMENT ON TABLE sponsor_daily_budgets IS
  'One sponsor''s account of one day. Reserving is one INSERT … ON CONFLICT DO UPDATE … WHERE '
  'reserved + spent + amount <= budget, which the lock of the row serializes. No check repeats that: '
  'what a transaction did cost is recorded even beyond the budget';
COMMENT ON COLUMN sponsor_daily_budgets.budget_date IS 'The day in UTC';
COMMENT ON COLUMN sponsor_daily_budgets.reserved IS 'Held for pending and submitted transactions of that day';
COMMENT ON COLUMN sponsor_daily_budgets.spent IS 'Paid for transactions of that day that are on chain';

CREATE TABLE sponsored_transactions (
  id                 uuid           NOT NULL DEFAULT gen_random_uuid(),
  user_id            uuid,
  sponsor_id         uuid           NOT NULL,
  budget_date        date           NOT NULL,
  blockchain_network varchar(50)    NOT NULL,
  transaction_hash   varchar(100),
  gas_limit          bigint         NOT NULL,
  gas_used           bigint,
  gas_price          numeric(78, 0) NOT NULL,
  reserved_amount    numeric(78, 0) NOT NULL,
  spent_amount       numeric(78, 0),
  status             varchar(20)    NOT NULL DEFAULT 'pending',
  failure_reason     varchar(500),
  expires_at         timestamptz    NOT NULL,
  submitted_at       timestamptz,
  completed_at       timestamptz,
  cid                uuid,
  ctime              timestamptz    NOT NULL DEFAULT now(),
  mid                uuid,
  mtime              timestamptz    NOT NULL DEFAULT now(),
  CONSTRAINT sponsored_transactions_pkey PRIMARY KEY (id),
  CONSTRAINT sponsored_transactions_transaction_hash_key UNIQUE (transaction_hash, blockchain_network),
  CONSTRAINT sponsored_transactions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT sponsored_transactions_sponsor_id_fkey FOREIGN KEY (sponsor_id, budget_date)
    REFERENCES sponsor_daily_budgets (sponsor_id, budget_date),
  CONSTRAINT sponsored_transactions_blockchain_network_length_check CHECK (char_length(blockchain_network) >= 1),
  CONSTRAINT sponsored_transactions_transaction_hash_length_check CHECK (char_length(transaction_hash) >= 10),
  CONSTRAINT sponsored_transactions_gas_limit_check CHECK (gas_limit > 0),
  CONSTRAINT sponsored_transactions_gas_used_check CHECK (gas_used >= 0),
  CONSTRAINT sponsored_transactions_gas_price_check CHECK (gas_price >= 0 AND gas_price < 1e78),
  CONSTRAINT sponsored_transactions_reserved_amount_check CHECK (reserved_amount >= 0 AND reserved_amount < 1e78),
  CONSTRAINT sponsored_transactions_spent_amount_check CHECK (spent_amount >= 0 AND spent_amount < 1e78),
  CONSTRAINT sponsored_transactions_status_check CHECK (status IN ('pending', 'submitted', 'confirmed', 'failed')),
  CONSTRAINT sponsored_transactions_submitted_at_check
    CHECK (status NOT IN ('submitted', 'confirmed') OR (submitted_at IS NOT NULL AND transaction_hash IS NOT NULL)),
  CONSTRAINT sponsored_transactions_completed_at_check
    CHECK ((status IN ('confirmed', 'failed')) = (completed_at IS NOT NULL))
);

-- Deleting a user sets the column null; listing what was sponsored for one.
CREATE INDEX sponsored_transactions_user_id_idx ON sponsored_transactions (user_id) WHERE user_id IS NOT NULL;
-- A sponsor's account of a day; the check that no transaction hangs on an account that is deleted.
CREATE INDEX sponsored_transactions_sponsor_id_budget_date_idx ON sponsored_transactions (sponsor_id, budget_date);
-- Failing reservations that were never submitted, the oldest first.
CREATE INDEX sponsored_transactions_expires_at_idx ON sponsored_transactions (expires_at) WHERE status = 'pending';

COMMENT ON TABLE sponsored_transactions IS
  'Transactions whose gas a sponsor pays: pending, submitted, then confirmed or failed';
COMMENT ON COLUMN sponsored_transactions.user_id IS
  'For whom; null once that user is gone, since the sponsor''s account stays';
COMMENT ON COLUMN sponsored_transactions.budget_date IS 'The day (UTC) whose budget it is reserved against';
COMMENT ON COLUMN sponsored_transactions.transaction_hash IS
  'Known from submission on; sponsored once on a network. The library writes hexadecimal ones in lower case';
COMMENT ON COLUMN sponsored_transactions.gas_price IS 'The most a unit of gas may cost, in the smallest unit';
COMMENT ON COLUMN sponsored_transactions.reserved_amount IS
  'Held against the budget while pending and submitted';
COMMENT ON COLUMN sponsored_transactions.spent_amount IS
  'What it did cost, once on chain; a transaction that failed on chain costs too';
COMMENT ON COLUMN sponsored_transactions.expires_at IS
  'When a reservation that was not submitted lapses: it fails and gives its amount back';
COMMENT ON COLUMN sponsored_transactions.completed_at IS
  'When it was confirmed or failed; set exactly in these two states';
COMMENT ON INDEX sponsored_transactions_user_id_idx IS 'Delete of a user; sponsored transactions by user';
COMMENT ON INDEX sponsored_transactions_sponsor_id_budget_date_idx IS
  'Sponsored transactions by sponsor and day; foreign key';
COMMENT ON INDEX sponsored_transactions_expires_at_idx IS 'Expire stale reservations';
