-- Histories, the texts they refer to, and what proves both.
CREATE TABLE store_meta (
    bureau_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (bureau_id, name)
) STRICT, WITHOUT ROWID;

-- One row: the sums over all other tables, kept with each commit (ledger.h).
CREATE TABLE ledger (
    bureau_id TEXT NOT NULL PRIMARY KEY,
    changed INTEGER NOT NULL,
    last_recorded_at INTEGER,
    sums BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- seq 0: a stream that is only spoken of (a refused command, a timer set in advance).
CREATE TABLE stream (
    bureau_id TEXT NOT NULL,
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    head BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX stream_name ON stream (bureau_id, kind, id);
CREATE INDEX stream_changed ON stream (bureau_id, changed);

-- place = stream number * 2^24 + seq: one stream's events lie side by side, and are unique.
CREATE TABLE event (
    bureau_id TEXT NOT NULL,
    place INTEGER PRIMARY KEY CHECK (place & 16777215 > 0),
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    actor TEXT NOT NULL,
    bytes BLOB NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    effective_at INTEGER,
    algorithm INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE sealed_text (
    bureau_id TEXT NOT NULL,
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    owner TEXT NOT NULL,
    field TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX sealed_text_id ON sealed_text (bureau_id, id);

CREATE TABLE seal (
    bureau_id TEXT NOT NULL,
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    heads INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    algorithm INTEGER NOT NULL,
    root BLOB NOT NULL
) STRICT;

-- Which streams a seal covers, and how far; the hashes stand in the events.
CREATE TABLE seal_head (
    bureau_id TEXT NOT NULL,
    seal INTEGER NOT NULL,
    stream INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, seal, stream)
) STRICT, WITHOUT ROWID;
