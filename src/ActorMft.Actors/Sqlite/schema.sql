-- The tables of the engine on SQLite, layout 1. Times are milliseconds since 1970-01-01 UTC, by the store's clock.
-- Encoded values are three columns: the registered name of the type, its version at the time of writing, and JSON.

-- Facts that are set once per database.
CREATE TABLE settings (
    name            TEXT    NOT NULL PRIMARY KEY,   -- 'shards': the fixed count of shards
    value           TEXT    NOT NULL
) WITHOUT ROWID;

-- One row per incarnation (run) of a node.
CREATE TABLE nodes (
    incarnation     TEXT    NOT NULL PRIMARY KEY,   -- GUID; a restart is a new one
    name            TEXT    NOT NULL,               -- stable over restarts
    state           INTEGER NOT NULL,               -- 0 up, 1 left, 2 dead; the last two are final
    lease_until     INTEGER NOT NULL,               -- the node's hold ends here unless it is renewed
    beat            INTEGER NOT NULL,               -- one more with every renewal
    version         TEXT    NOT NULL,               -- of the program, for people
    address         TEXT    NOT NULL                -- where its operator reaches it, for people
) WITHOUT ROWID;

-- Who runs which shard. A claim raises the epoch; every commit of a shard checks owner and epoch first.
CREATE TABLE shards (
    shard_id        INTEGER NOT NULL PRIMARY KEY,   -- 0 to count - 1; private ones from 10000
    private_to      TEXT        NULL,               -- the name of the node whose private shard it is
    owner           TEXT        NULL,               -- an incarnation
    epoch           INTEGER NOT NULL,               -- one more with every change of the owner
    desired_owner   TEXT        NULL                -- the incarnation that shall have it next
);

-- What happened, per entity, append-only. The only truth; everything else follows from it or waits for it.
CREATE TABLE events (
    entity_id       TEXT    NOT NULL,               -- kind/key
    seq             INTEGER NOT NULL,               -- 1, 2, 3... without gaps
    shard_id        INTEGER NOT NULL,               -- where the entity lived
    epoch           INTEGER NOT NULL,               -- of the shard at the time of writing
    type            TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    payload         TEXT    NOT NULL,
    command_id      TEXT    NOT NULL,               -- the message that caused it
    at              INTEGER NOT NULL,               -- when it was decided
    PRIMARY KEY (entity_id, seq)
) WITHOUT ROWID;

-- The newest stored state of an entity, so that not all of its events have to be read.
CREATE TABLE snapshots (
    entity_id       TEXT    NOT NULL PRIMARY KEY,
    seq             INTEGER NOT NULL,               -- the state is the one after this event
    state_version   INTEGER NOT NULL,               -- of the entity kind; another version is ignored
    type            TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    payload         TEXT    NOT NULL
) WITHOUT ROWID;

-- Messages that wait for their entity. A handled one is deleted in the commit that handles it.
CREATE TABLE inbox (
    shard_id        INTEGER NOT NULL,
    seq             INTEGER NOT NULL,               -- the order of handling
    message_id      TEXT    NOT NULL,
    entity_id       TEXT    NOT NULL,               -- the receiver
    type            TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    payload         TEXT    NOT NULL,
    request_id      TEXT        NULL,               -- whose request it is
    attempts        INTEGER NOT NULL,               -- how often handling it has failed
    PRIMARY KEY (shard_id, seq)
) WITHOUT ROWID;

-- Messages that entities will get later.
CREATE TABLE timers (
    shard_id        INTEGER NOT NULL,
    entity_id       TEXT    NOT NULL,
    name            TEXT    NOT NULL,               -- unique within the entity
    due             INTEGER NOT NULL,               -- never fires before
    message_id      TEXT    NOT NULL,               -- made when it was set
    type            TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    payload         TEXT    NOT NULL,
    attempts        INTEGER NOT NULL,               -- how often handling it has failed
    PRIMARY KEY (shard_id, entity_id, name)
) WITHOUT ROWID;

CREATE INDEX timers_by_due ON timers (shard_id, due);

-- Callers from outside: the same id gets the same answer and has one effect.
CREATE TABLE requests (
    request_id      TEXT    NOT NULL PRIMARY KEY,
    status          INTEGER NOT NULL,               -- 0 pending, 1 handled without an answer so far, 2 answered, 3 failed
    type            TEXT        NULL,               -- the answer
    version         INTEGER     NULL,
    payload         TEXT        NULL,
    error           TEXT        NULL,               -- why it failed
    expires         INTEGER     NULL                -- forgotten after this; a pending one never is
) WITHOUT ROWID;

CREATE INDEX requests_by_expiry ON requests (expires) WHERE expires IS NOT NULL;

-- Messages that failed in every attempt.
CREATE TABLE dead_letters (
    message_id      TEXT    NOT NULL PRIMARY KEY,
    entity_id       TEXT    NOT NULL,
    type            TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    payload         TEXT    NOT NULL,
    attempts        INTEGER NOT NULL,
    error           TEXT    NOT NULL,               -- what the last attempt failed with
    at              INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX dead_letters_by_time ON dead_letters (at);

-- Works that were started and not ended: each runs on the owner of its shard, again after every restart.
CREATE TABLE effects (
    shard_id        INTEGER NOT NULL,
    entity_id       TEXT    NOT NULL,               -- who started it and hears of it
    work_id         TEXT    NOT NULL,               -- unique within the entity
    start_id        TEXT    NOT NULL,               -- made when it was started; a work started anew has another
    type            TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    payload         TEXT    NOT NULL,
    started_at      INTEGER NOT NULL,
    PRIMARY KEY (shard_id, entity_id, work_id)
) WITHOUT ROWID;

-- Lists that people read, written in the same commit as the events they follow.
CREATE TABLE views (
    view            TEXT    NOT NULL,               -- the name of the list
    id              TEXT    NOT NULL,               -- the order within it
    scope           TEXT    NOT NULL,               -- the first filter
    status          TEXT    NOT NULL,               -- the second filter
    json            TEXT    NOT NULL,
    PRIMARY KEY (view, id)
) WITHOUT ROWID;

CREATE INDEX views_by_scope ON views (view, scope, id);
CREATE INDEX views_by_status ON views (view, status, id);
