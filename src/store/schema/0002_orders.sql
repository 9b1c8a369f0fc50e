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
) STRICT;
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
