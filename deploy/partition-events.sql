-- The history of tickets by month, so that old months can be moved to slower disks or detached. Stop all nodes first.
-- Times are milliseconds since 1970 in UTC; months are cut at midnight UTC. Make the next partition before its month.
BEGIN;
ALTER TABLE events RENAME TO events_before;
CREATE TABLE events (LIKE events_before INCLUDING DEFAULTS) PARTITION BY RANGE (at);
CREATE SEQUENCE IF NOT EXISTS events_by_month_id OWNED BY events.id;
SELECT setval('events_by_month_id', (SELECT coalesce(max(id), 0) + 1 FROM events_before), false);
ALTER TABLE events ALTER COLUMN id SET DEFAULT nextval('events_by_month_id');
ALTER TABLE events ADD PRIMARY KEY (id, at);
ALTER TABLE events ADD FOREIGN KEY (ticket) REFERENCES tickets (id);
CREATE INDEX ON events (ticket, id);
CREATE INDEX ON events (at);
DO $$
DECLARE
  month timestamptz := date_trunc('month', now() AT TIME ZONE 'UTC') - interval '12 months';
BEGIN
  FOR number IN 0..25 LOOP
    EXECUTE format('CREATE TABLE events_%s PARTITION OF events FOR VALUES FROM (%s) TO (%s)',
      to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'),
      (extract(epoch FROM month) * 1000)::bigint, (extract(epoch FROM month + interval '1 month') * 1000)::bigint);
    month := month + interval '1 month';
  END LOOP;
END $$;
CREATE TABLE events_other PARTITION OF events DEFAULT;
INSERT INTO events SELECT * FROM events_before;
DROP TABLE events_before;
COMMIT;
