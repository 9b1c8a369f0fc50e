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
