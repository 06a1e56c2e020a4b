-- Layout 3. Entities that have come to their end; what is stored of them is removed some time after.
CREATE TABLE finished (
    entity_id       TEXT    NOT NULL PRIMARY KEY,
    at              INTEGER NOT NULL,               -- of the last event
    view            TEXT        NULL,               -- its row of a view
    row_id          TEXT        NULL
) WITHOUT ROWID;

CREATE INDEX finished_by_time ON finished (at);
