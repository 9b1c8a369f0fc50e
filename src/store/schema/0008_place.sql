-- The keyed digest of the estate or house an order tells of: a cluster of complaints (14(4)) is found
-- by it. Orders taken in before have none.
ALTER TABLE order_row ADD COLUMN place_digest TEXT NOT NULL DEFAULT '';
CREATE INDEX order_by_place ON order_row (bureau_id, place_digest, received_at) WHERE place_digest <> '';
