-- The whole schema, as a new store is made. A test proves it equal to the sum of the steps.
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
-- The current row of every order, its lists and counts. All of it can be rebuilt from the events.
-- 9007199254740991 (2^53 - 1) stands for "no instant" where a list is sorted by the column.
CREATE TABLE order_row (
    bureau_id TEXT NOT NULL,
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    hotline_number TEXT NOT NULL,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    limit_class TEXT NOT NULL,
    category TEXT NOT NULL,
    district TEXT NOT NULL,
    unit TEXT NOT NULL,
    handler TEXT NOT NULL,
    round INTEGER NOT NULL,
    title BLOB NOT NULL,
    tags TEXT NOT NULL,
    awaiting TEXT NOT NULL,
    confidential INTEGER NOT NULL CHECK (confidential IN (0, 1)),
    supervised INTEGER NOT NULL CHECK (supervised IN (0, 1)),
    extended INTEGER NOT NULL CHECK (extended IN (0, 1)),
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    received_at INTEGER NOT NULL,
    dispatched_at INTEGER,
    completed_at INTEGER NOT NULL,
    next_due INTEGER NOT NULL,
    next_due_kind TEXT NOT NULL,
    completion_due INTEGER,
    city_due INTEGER,
    provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    calendar_version INTEGER NOT NULL,
    chain TEXT NOT NULL,
    phone_digest TEXT NOT NULL,
    updated_at INTEGER NOT NULL
, next_due_since INTEGER, place_digest TEXT NOT NULL DEFAULT '') STRICT;
CREATE UNIQUE INDEX order_id ON order_row (bureau_id, id);
CREATE INDEX order_by_due ON order_row (bureau_id, next_due);
CREATE INDEX order_by_received ON order_row (bureau_id, received_at);
CREATE INDEX order_by_updated ON order_row (bureau_id, updated_at);
CREATE INDEX order_by_completed ON order_row (bureau_id, completed_at);
CREATE INDEX order_open_due ON order_row (bureau_id, next_due) WHERE open = 1;
CREATE INDEX order_open_received ON order_row (bureau_id, received_at) WHERE open = 1;
CREATE INDEX order_open_calendar ON order_row (bureau_id, calendar_version) WHERE open = 1;
CREATE INDEX order_supervised ON order_row (bureau_id, number) WHERE supervised = 1;
CREATE INDEX order_by_state ON order_row (bureau_id, state);
CREATE INDEX order_by_unit ON order_row (bureau_id, unit, state);
CREATE INDEX order_by_handler ON order_row (bureau_id, handler, state);
CREATE INDEX order_by_hotline ON order_row (bureau_id, hotline_number) WHERE hotline_number <> '';
CREATE INDEX order_by_phone ON order_row (bureau_id, phone_digest) WHERE phone_digest <> '';
CREATE INDEX order_by_place ON order_row (bureau_id, place_digest, received_at) WHERE place_digest <> '';

-- Every unit an order is or was with; `former` when it is another's now.
CREATE TABLE order_unit (
    bureau_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    order_number INTEGER NOT NULL,
    former INTEGER NOT NULL CHECK (former IN (0, 1)),
    PRIMARY KEY (bureau_id, unit, order_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_unit_former ON order_unit (bureau_id, unit) WHERE former = 1;

-- The handling chain, with the order's confidentiality.
CREATE TABLE order_person (
    bureau_id TEXT NOT NULL,
    person TEXT NOT NULL,
    confidential INTEGER NOT NULL CHECK (confidential IN (0, 1)),
    order_number INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, person, confidential, order_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_tag (
    bureau_id TEXT NOT NULL,
    tag TEXT NOT NULL,
    order_number INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, tag, order_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_awaiting (
    bureau_id TEXT NOT NULL,
    awaiting TEXT NOT NULL,
    order_number INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, awaiting, order_number)
) STRICT, WITHOUT ROWID;

-- due_day 2147483647: no limit runs.
CREATE TABLE count_bucket (
    bureau_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    handler TEXT NOT NULL,
    state TEXT NOT NULL,
    due_day INTEGER NOT NULL,
    confidential INTEGER NOT NULL CHECK (confidential IN (0, 1)),
    count INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, unit, handler, state, due_day, confidential)
) STRICT, WITHOUT ROWID;
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
-- Search of phrases. The index holds keyed digests of pairs of characters, without their places;
-- the text itself stands sealed beside it, to recheck hits and to take the digests out again.
CREATE TABLE search_text (
    bureau_id TEXT NOT NULL,
    number INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search USING fts5 (
    bureau_id UNINDEXED,
    tokens,
    content = '',
    columnsize = 0,
    detail = none,
    tokenize = 'chengban_tokens'
);
-- The current row of every stream that is not an order's, by its stream's number. As with orders,
-- 9007199254740991 stands for "no limit runs".
CREATE TABLE stream_row (
    bureau_id TEXT NOT NULL,
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    unit TEXT NOT NULL,
    person TEXT NOT NULL,
    key TEXT NOT NULL,
    shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
    due INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX stream_row_by_state ON stream_row (bureau_id, kind, state, unit);
CREATE INDEX stream_row_by_due ON stream_row (bureau_id, kind, due);
CREATE INDEX stream_row_by_created ON stream_row (bureau_id, kind, created_at);
CREATE INDEX stream_row_by_unit ON stream_row (bureau_id, kind, unit) WHERE unit <> '';
CREATE INDEX stream_row_by_person ON stream_row (bureau_id, kind, person) WHERE person <> '';
CREATE INDEX stream_row_by_key ON stream_row (bureau_id, kind, key) WHERE key <> '';
-- What figures are made of: one row per handling round of an order, derived from its events. A
-- period finds the rounds whose days overlap it.
CREATE TABLE order_fact (
    bureau_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    round INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bureau_id, order_id, round)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_fact_by_day ON order_fact (bureau_id, last_day, first_day);
