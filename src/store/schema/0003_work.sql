-- What is to be done later, what may be done only once, and what was asked.
CREATE TABLE timer (
    bureau_id TEXT NOT NULL,
    stream INTEGER NOT NULL,
    kind TEXT NOT NULL,
    generation INTEGER NOT NULL,
    due INTEGER,
    PRIMARY KEY (bureau_id, stream, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX timer_due ON timer (bureau_id, due) WHERE due IS NOT NULL;

-- state: 0 waiting, 1 sent, 2 cancelled.
CREATE TABLE outbox (
    bureau_id TEXT NOT NULL,
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    topic TEXT NOT NULL,
    stream INTEGER NOT NULL,
    payload TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
    settled_at INTEGER
) STRICT;
CREATE UNIQUE INDEX outbox_id ON outbox (bureau_id, id);
CREATE INDEX outbox_due ON outbox (bureau_id, not_before) WHERE state = 0;

CREATE TABLE claim (
    bureau_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    owner TEXT NOT NULL,
    PRIMARY KEY (bureau_id, kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
    bureau_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    request BLOB NOT NULL,
    ranges TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, actor, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE command_log (
    bureau_id TEXT NOT NULL,
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    stream INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    verdict TEXT NOT NULL,
    clauses TEXT NOT NULL,
    rulebook_version INTEGER NOT NULL,
    calendar_version INTEGER NOT NULL
) STRICT;
CREATE INDEX command_log_stream ON command_log (bureau_id, stream);
