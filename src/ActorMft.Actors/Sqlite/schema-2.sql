-- Layout 2: nodes can be asked to leave, and say since when they are there.
ALTER TABLE nodes ADD COLUMN leaving    INTEGER NOT NULL DEFAULT 0;  -- 1: it leaves, or was asked to
ALTER TABLE nodes ADD COLUMN joined_at  INTEGER NOT NULL DEFAULT 0;
