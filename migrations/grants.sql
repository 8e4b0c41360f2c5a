-- The rights of the role that a service runs as, where the tables belong to another role, which migrates. To be run
-- by the owner or a superuser once the schema exists, and again at any time:
--
--   psql -v ON_ERROR_STOP=1 -v schema=zkpersona -v owner=app_owner -v runtime=app_runtime -f migrations/grants.sql
--
-- The service then opens with DB_AUTO_MIGRATE=false, or with DB_MIGRATION_URL of the owner. What stays with the owner:
-- migrating; switching partitions of behavior inputs on, preparing and dropping them; switching the counts of activity
-- on and off.

GRANT USAGE ON SCHEMA :"schema" TO :"runtime";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA :"schema" TO :"runtime";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA :"schema" TO :"runtime";
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA :"schema" TO :"runtime";

-- Written by migrations only.
REVOKE INSERT, UPDATE, DELETE ON :"schema".zkpersona_schema_history, :"schema".library_compatibility FROM :"runtime";

-- For what later migrations make, and for new partitions.
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema"
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"runtime";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT USAGE ON SEQUENCES TO :"runtime";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT EXECUTE ON FUNCTIONS TO :"runtime";
