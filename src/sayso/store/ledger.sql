-- The ledger of one project: which pages are planned in which shard, what became of them, who ran what when, and
-- the log of judgements. Parquet shards hold the results; this file only says what was done and is left to do.

-- name: schema
CREATE TABLE IF NOT EXISTS inputs (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE           -- absolute path or glob, as bytes: file names need not be UTF-8
);
CREATE TABLE IF NOT EXISTS shards (
    name TEXT PRIMARY KEY,              -- hash of the fingerprint and the page ids
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'done', 'retired')),
    n_coded INTEGER,
    n_failed INTEGER,
    n_mentions INTEGER,
    hashes TEXT                         -- SHA-256 of the documents, mentions and failures file, with blanks between
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shards_by_state ON shards (state, fingerprint);
CREATE TABLE IF NOT EXISTS pages (
    shard TEXT NOT NULL REFERENCES shards (name),
    position INTEGER NOT NULL,          -- order inside the shard
    page_id TEXT NOT NULL,              -- `Page.id`, or a hash that stands for something that gave no page
    location TEXT NOT NULL,             -- as it is stored in the shard
    place TEXT NOT NULL,                -- the same, absolute: tells that two spellings are one file
    input INTEGER NOT NULL REFERENCES inputs (id),
    is_page INTEGER NOT NULL,
    stage TEXT,                         -- the failure: known when planned where reading failed, else when done
    reason TEXT,
    message TEXT,
    PRIMARY KEY (shard, position)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pages_by_id ON pages (page_id);
CREATE INDEX IF NOT EXISTS pages_by_place ON pages (place);
CREATE TABLE IF NOT EXISTS runs (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,                   -- UTC, ISO 8601
    event TEXT NOT NULL,                -- started, stopped, finished
    detail TEXT NOT NULL                -- JSON
);
CREATE TABLE IF NOT EXISTS judgements (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    left TEXT NOT NULL,
    right TEXT NOT NULL,
    verdict TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    undoes INTEGER REFERENCES judgements (seq)
);
CREATE TRIGGER IF NOT EXISTS runs_stay BEFORE UPDATE ON runs
    BEGIN SELECT RAISE(ABORT, 'the log of runs is append-only'); END;
CREATE TRIGGER IF NOT EXISTS runs_keep BEFORE DELETE ON runs
    BEGIN SELECT RAISE(ABORT, 'the log of runs is append-only'); END;
CREATE TRIGGER IF NOT EXISTS judgements_stay BEFORE UPDATE ON judgements
    BEGIN SELECT RAISE(ABORT, 'the log of judgements is append-only'); END;
CREATE TRIGGER IF NOT EXISTS judgements_keep BEFORE DELETE ON judgements
    BEGIN SELECT RAISE(ABORT, 'the log of judgements is append-only'); END;

-- name: make_seen
-- What one enumeration of the inputs found; lives on disk in SQLite's own temporary file, so that memory stays flat.
CREATE TEMP TABLE IF NOT EXISTS seen (
    position INTEGER PRIMARY KEY,
    page_id TEXT NOT NULL UNIQUE,
    location TEXT NOT NULL,
    place TEXT NOT NULL,
    input INTEGER NOT NULL,
    size INTEGER NOT NULL,
    is_page INTEGER NOT NULL,
    stage TEXT,
    reason TEXT,
    message TEXT
);
CREATE INDEX IF NOT EXISTS temp.seen_by_place ON seen (place);
CREATE TEMP TABLE IF NOT EXISTS enumerated (input INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS fresh AS SELECT * FROM temp.seen WHERE 0;
DELETE FROM temp.seen;
DELETE FROM temp.enumerated;

-- name: add_input
INSERT INTO inputs (path) VALUES (:path) ON CONFLICT (path) DO UPDATE SET path = path RETURNING id;

-- name: pending_inputs
SELECT DISTINCT inputs.path FROM inputs
JOIN pages ON pages.input = inputs.id
JOIN shards ON shards.name = pages.shard
WHERE shards.state = 'planned'
ORDER BY inputs.id;

-- name: add_seen
-- The first of several equal pages counts.
INSERT OR IGNORE INTO temp.seen (page_id, location, place, input, size, is_page, stage, reason, message)
VALUES (:page_id, :location, :place, :input, :size, :is_page, :stage, :reason, :message);

-- name: add_enumerated
INSERT OR IGNORE INTO temp.enumerated (input) VALUES (:input);

-- name: forget_fresh
DELETE FROM temp.fresh;

-- name: find_fresh
INSERT INTO temp.fresh
SELECT * FROM temp.seen
WHERE NOT EXISTS (
    SELECT 1 FROM pages JOIN shards ON shards.name = pages.shard
    WHERE pages.page_id = seen.page_id AND shards.fingerprint = :fingerprint AND shards.state <> 'retired'
)
AND NOT (seen.is_page = 0 AND EXISTS (
    SELECT 1 FROM pages JOIN shards ON shards.name = pages.shard
    WHERE pages.place = seen.place AND pages.is_page = 0 AND pages.reason = seen.reason
    AND shards.fingerprint = :fingerprint AND shards.state <> 'retired'
));

-- name: find_left_over
-- Pages planned under another fingerprint, never coded and not seen now: they are planned anew, so that it is said
-- what became of them.
INSERT INTO temp.fresh
SELECT
    (SELECT coalesce(max(position), 0) FROM temp.seen) + row_number() OVER (ORDER BY pages.shard, pages.position),
    page_id, location, place, input, 0, 1, NULL, NULL, NULL
FROM pages JOIN shards ON shards.name = pages.shard
WHERE shards.state = 'planned' AND shards.fingerprint <> :fingerprint AND pages.is_page = 1
AND pages.page_id NOT IN (SELECT page_id FROM temp.seen);

-- name: forget_outdated_pages
DELETE FROM pages WHERE shard IN (SELECT name FROM shards WHERE state = 'planned' AND fingerprint <> :fingerprint);

-- name: retire_outdated_shards
UPDATE shards SET state = 'retired' WHERE state = 'planned' AND fingerprint <> :fingerprint;

-- name: fresh_pages
SELECT page_id, location, place, input, size, is_page, stage, reason, message FROM temp.fresh ORDER BY position;

-- name: forget_retired
DELETE FROM shards WHERE name = :name AND state = 'retired';

-- name: add_shard
INSERT INTO shards (name, fingerprint, state) VALUES (:name, :fingerprint, 'planned');

-- name: add_page
INSERT INTO pages (shard, position, page_id, location, place, input, is_page, stage, reason, message)
VALUES (:shard, :position, :page_id, :location, :place, :input, :is_page, :stage, :reason, :message);

-- name: shards_in_state
SELECT name FROM shards WHERE state = :state ORDER BY name;

-- name: count_planned
SELECT count(*) FROM pages JOIN shards ON shards.name = pages.shard WHERE shards.state = 'planned';

-- name: count_seen
SELECT count(*) FROM temp.seen;

-- name: planned_place
SELECT pages.shard, pages.position FROM pages JOIN shards ON shards.name = pages.shard
WHERE pages.page_id = :page_id AND pages.is_page = 1 AND shards.state = 'planned';

-- name: pages_of_shard
SELECT page_id, location, is_page, stage, reason, message FROM pages WHERE shard = :shard ORDER BY position;

-- name: finish_shard
UPDATE shards SET state = 'done', n_coded = :n_coded, n_failed = :n_failed, n_mentions = :n_mentions, hashes = :hashes
WHERE name = :name;

-- name: reopen_shard
UPDATE shards SET state = 'planned' WHERE name = :name AND state = 'done';

-- name: mark_failed
UPDATE pages SET stage = :stage, reason = :reason, message = :message WHERE shard = :shard AND page_id = :page_id;

-- name: superseded
-- Coded again under the fingerprint now in force, so that the older coding goes.
SELECT old.shard, old.page_id FROM pages AS old
JOIN shards AS old_shard ON old_shard.name = old.shard
JOIN pages AS new ON new.page_id = old.page_id AND new.shard <> old.shard
JOIN shards AS new_shard ON new_shard.name = new.shard
WHERE old_shard.state = 'done' AND old_shard.fingerprint <> :fingerprint
AND new_shard.state = 'done' AND new_shard.fingerprint = :fingerprint
ORDER BY old.shard, old.position;

-- name: repaired
-- Could not be read once and now gives a page or another failure, or is gone from an input that was read whole.
SELECT old.shard, old.page_id FROM pages AS old
JOIN shards ON shards.name = old.shard
WHERE shards.state = 'done' AND (old.is_page = 0 OR old.reason = 'vanished')
AND NOT EXISTS (SELECT 1 FROM temp.seen WHERE seen.page_id = old.page_id)
AND NOT EXISTS (SELECT 1 FROM temp.seen WHERE seen.place = old.place AND seen.is_page = 0 AND seen.reason = old.reason)
AND (
    EXISTS (SELECT 1 FROM temp.seen WHERE seen.place = old.place)
    OR old.input IN (SELECT input FROM temp.enumerated)
)
ORDER BY old.shard, old.position;

-- name: worth_another_try
-- Failures that need not repeat: a page that was away for a while and, where the user asks for it, what the engine
-- itself put down (a worker that died, a time limit, an error in sayso).
SELECT pages.shard, pages.page_id FROM pages JOIN shards ON shards.name = pages.shard
WHERE shards.state = 'done' AND pages.is_page = 1
AND (pages.reason = 'vanished' OR (:every AND pages.stage = 'code'))
AND pages.page_id IN (SELECT page_id FROM temp.seen)
ORDER BY pages.shard, pages.position;

-- name: fingerprint_of
SELECT fingerprint FROM shards WHERE name = :name;

-- name: announce_shard
-- As if it were retired already: should the run break before the shard takes its place, its files are removed.
INSERT OR IGNORE INTO shards (name, fingerprint, state) VALUES (:name, :fingerprint, 'retired');

-- name: copy_shard
INSERT INTO shards (name, fingerprint, state, n_coded, n_failed, n_mentions, hashes)
SELECT :new, fingerprint, 'done', :n_coded, :n_failed, :n_mentions, :hashes FROM shards WHERE name = :old;

-- name: move_page
UPDATE pages SET shard = :new WHERE shard = :old AND page_id = :page_id;

-- name: delete_pages
DELETE FROM pages WHERE shard = :shard;

-- name: retire_shard
UPDATE shards SET state = 'retired' WHERE name = :name;

-- name: totals
SELECT count(*), coalesce(sum(n_coded), 0), coalesce(sum(n_failed), 0), coalesce(sum(n_mentions), 0)
FROM shards WHERE state = 'done';

-- name: failed_and_seen
SELECT count(*) FROM pages JOIN shards ON shards.name = pages.shard
WHERE shards.state = 'done' AND shards.fingerprint = :fingerprint
AND pages.stage IS NOT NULL AND pages.page_id IN (SELECT page_id FROM temp.seen);

-- name: log_run
INSERT INTO runs (at, event, detail) VALUES (:at, :event, :detail);

-- name: run_log
SELECT at, event, detail FROM runs ORDER BY seq;

-- name: add_judgement
INSERT INTO judgements (kind, left, right, verdict, by, at, undoes)
VALUES (:kind, :left, :right, :verdict, :by, :at, :undoes) RETURNING seq;

-- name: judgement
SELECT kind, left, right, verdict, by, at FROM judgements WHERE seq = :seq;

-- name: judgement_log
SELECT seq, kind, left, right, verdict, by, at, undoes FROM judgements ORDER BY seq;
