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
