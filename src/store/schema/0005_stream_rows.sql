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
