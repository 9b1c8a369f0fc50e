-- When the limit in next_due began to run: a list's colours are those of the order's page. Rows
-- written before have none until their order's next event.
ALTER TABLE order_row ADD COLUMN next_due_since INTEGER;
