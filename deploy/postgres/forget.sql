-- Takes what was deleted out of the files, table by table, and out of the log of changes.
-- A table is locked while it is written anew: at night, as often as was promised. Lines
-- are run one by one: psql "$BOT_DATABASE_URL" -f forget.sql, as a superuser or the
-- database's owner with pg_checkpoint and EXECUTE on pg_switch_wal.
VACUUM FULL exchanges;
VACUUM FULL dialogues;
VACUUM FULL ratings;
VACUUM FULL inbox;
CHECKPOINT;
SELECT pg_switch_wal();
CHECKPOINT;
CHECKPOINT;
