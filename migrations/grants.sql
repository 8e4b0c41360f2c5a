-- The rights of the role that a service runs as, if another role owns the tables and migrates. The owner or a
-- superuser runs this file once the schema exists, and may repeat it at any time:
--
--   psql -v ON_ERROR_STOP=1 -v schema=zkpersona -v owner=app_owner -v runtime=app_runtime -f migrations/grants.sql
--
-- The service then opens with DB_AUTO_MIGRATE=false, or with the owner's DB_MIGRATION_URL. Reserved for the owner:
-- migrating; enabling partitions of behavior inputs, preparing and dropping them; enabling and disabling the
-- activity rollup; switching the recording of changes on and off, and dropping old changes.

GRANT USAGE ON SCHEMA :"schema" TO :"runtime";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA :"schema" TO :"runtime";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA :"schema" TO :"runtime";
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA :"schema" TO :"runtime";

-- Only migrations write these tables.
REVOKE INSERT, UPDATE, DELETE ON :"schema".zkpersona_schema_history, :"schema".library_compatibility FROM :"runtime";

-- Changes are recorded by triggers, which have the owner's rights; this role only reads them.
REVOKE INSERT, UPDATE, DELETE ON :"schema".changes_tracked FROM :"runtime";
SELECT count(*) AS protected
FROM :"schema".changes_tables('changes') AS part CROSS JOIN LATERAL :"schema".changes_protect(part);

-- Ticks are appended by a function, which has the owner's rights, too.
REVOKE INSERT, UPDATE, DELETE ON :"schema".change_epochs, :"schema".change_ticks FROM :"runtime";

-- Seals, too.
REVOKE INSERT, UPDATE, DELETE ON :"schema".change_seals, :"schema".change_seal_head FROM :"runtime";

-- For objects of later migrations, and for new partitions.
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema"
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"runtime";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT USAGE ON SEQUENCES TO :"runtime";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT EXECUTE ON FUNCTIONS TO :"runtime";
