-- The tables of the engine on PostgreSQL, layout 1, all in the schema actormft. Times are by the server's clock.
-- Encoded values are three columns: the registered name of the type, its version at the time of writing, and JSON.

CREATE SCHEMA IF NOT EXISTS actormft;

-- The only clock of leases and timers. Volatile: it goes on within a transaction.
CREATE FUNCTION actormft.clock() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS 'SELECT clock_timestamp()';

-- Facts that are set once per database.
CREATE TABLE actormft.settings (
    name            text        NOT NULL PRIMARY KEY,   -- 'layout': of these tables; 'shards': the fixed count of shards
    value           text        NOT NULL
);

-- One row per incarnation (run) of a node. Renewed every few seconds: room for updates in place.
CREATE TABLE actormft.nodes (
    incarnation     uuid        NOT NULL PRIMARY KEY,   -- a restart is a new one
    name            text        NOT NULL,               -- stable over restarts
    state           int         NOT NULL,               -- 0 up, 1 left, 2 dead; the last two are final
    lease_until     timestamptz NOT NULL,               -- the node's hold ends here unless it is renewed
    beat            bigint      NOT NULL,               -- one more with every renewal
    version         text        NOT NULL,               -- of the program, for people
    address         text        NOT NULL,               -- where its operator reaches it, for people
    leaving         boolean     NOT NULL DEFAULT false, -- it leaves, or was asked to
    joined_at       timestamptz NOT NULL,
    application     text        NOT NULL                -- application_name of its sessions, so that a dead node's can be ended
) WITH (fillfactor = 50);

-- Who runs which shard. A claim raises the epoch; every commit of a shard checks owner and epoch first.
CREATE TABLE actormft.shards (
    shard_id        int         NOT NULL PRIMARY KEY,   -- 0 to count - 1; private ones from 10000
    private_to      text            NULL,               -- the name of the node whose private shard it is
    owner           uuid            NULL,               -- an incarnation
    epoch           bigint      NOT NULL,               -- one more with every change of the owner
    desired_owner   uuid            NULL                -- the incarnation that shall have it next
) WITH (fillfactor = 50);

-- What happened, per entity, append-only. The only truth; everything else follows from it or waits for it.
CREATE TABLE actormft.events (
    entity_id       text        NOT NULL,               -- kind/key
    seq             bigint      NOT NULL,               -- 1, 2, 3... without gaps
    shard_id        int         NOT NULL,               -- where the entity lived
    epoch           bigint      NOT NULL,               -- of the shard at the time of writing
    type            text        NOT NULL,
    version         int         NOT NULL,
    payload         text        NOT NULL,
    command_id      text        NOT NULL,               -- the message that caused it
    at              timestamptz NOT NULL,               -- when it was decided
    PRIMARY KEY (entity_id, seq)
);

-- The newest stored state of an entity, so that not all of its events have to be read.
CREATE TABLE actormft.snapshots (
    entity_id       text        NOT NULL PRIMARY KEY,
    seq             bigint      NOT NULL,               -- the state is the one after this event
    state_version   int         NOT NULL,               -- of the entity kind; another version is ignored
    type            text        NOT NULL,
    version         int         NOT NULL,
    payload         text        NOT NULL
);

-- Messages that wait for their entity. A handled one is deleted in the commit that handles it. Sequences are given in the
-- order of sending but become visible in the order of commits.
CREATE TABLE actormft.inbox (
    shard_id        int         NOT NULL,
    seq             bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    message_id      text        NOT NULL,
    entity_id       text        NOT NULL,               -- the receiver
    type            text        NOT NULL,
    version         int         NOT NULL,
    payload         text        NOT NULL,
    request_id      text            NULL,               -- whose request it is
    attempts        int         NOT NULL DEFAULT 0,     -- how often handling it has failed
    PRIMARY KEY (shard_id, seq)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- Messages that entities will get later.
CREATE TABLE actormft.timers (
    shard_id        int         NOT NULL,
    entity_id       text        NOT NULL,
    name            text        NOT NULL,               -- unique within the entity
    due             timestamptz NOT NULL,               -- never fires before
    message_id      text        NOT NULL,               -- made when it was set
    type            text        NOT NULL,
    version         int         NOT NULL,
    payload         text        NOT NULL,
    attempts        int         NOT NULL DEFAULT 0,     -- how often handling it has failed
    PRIMARY KEY (shard_id, entity_id, name)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

CREATE INDEX timers_by_due ON actormft.timers (shard_id, due);

-- Callers from outside: the same id gets the same answer and has one effect.
CREATE TABLE actormft.requests (
    request_id      text        NOT NULL PRIMARY KEY,
    status          int         NOT NULL,               -- 0 pending, 1 handled without an answer so far, 2 answered, 3 failed
    asker           uuid            NULL,               -- the incarnation that waits for the answer
    type            text            NULL,               -- the answer
    version         int             NULL,
    payload         text            NULL,
    error           text            NULL,               -- why it failed
    expires         timestamptz     NULL                -- forgotten after this; a pending one never is
);

CREATE INDEX requests_by_expiry ON actormft.requests (expires) WHERE expires IS NOT NULL;

-- Messages that failed in every attempt.
CREATE TABLE actormft.dead_letters (
    message_id      text        NOT NULL PRIMARY KEY,
    entity_id       text        NOT NULL,
    type            text        NOT NULL,
    version         int         NOT NULL,
    payload         text        NOT NULL,
    attempts        int         NOT NULL,
    error           text        NOT NULL,               -- what the last attempt failed with
    at              timestamptz NOT NULL
);

CREATE INDEX dead_letters_by_time ON actormft.dead_letters (at);

-- Entities that have come to their end; what is stored of them is removed some time after.
CREATE TABLE actormft.finished (
    entity_id       text        NOT NULL PRIMARY KEY,
    at              timestamptz NOT NULL,               -- of the last event
    view            text            NULL,               -- its row of a view
    row_id          text            NULL
);

CREATE INDEX finished_by_time ON actormft.finished (at);

-- Works that were started and not ended: each runs on the owner of its shard, again after every restart.
CREATE TABLE actormft.effects (
    shard_id        int         NOT NULL,
    entity_id       text        NOT NULL,               -- who started it and hears of it
    work_id         text        NOT NULL,               -- unique within the entity
    start_id        text        NOT NULL,               -- made when it was started; a work started anew has another
    type            text        NOT NULL,
    version         int         NOT NULL,
    payload         text        NOT NULL,
    started_at      timestamptz NOT NULL,
    PRIMARY KEY (shard_id, entity_id, work_id)
);

-- Lists that people read, written in the same commit as the events they follow. Ids are in byte order.
CREATE TABLE actormft.views (
    view            text        COLLATE "C" NOT NULL,   -- the name of the list
    id              text        COLLATE "C" NOT NULL,   -- the order within it
    scope           text        COLLATE "C" NOT NULL,   -- the first filter
    status          text        COLLATE "C" NOT NULL,   -- the second filter
    json            text        NOT NULL,
    PRIMARY KEY (view, id)
);

CREATE INDEX views_by_scope ON actormft.views (view, scope, id);
CREATE INDEX views_by_status ON actormft.views (view, status, id);

-- First statement of every commit. FOR SHARE waits for a claim that is under way and makes later ones wait for this commit;
-- a weaker lock, or a check within another statement, lets the commit of a former owner through.
CREATE FUNCTION actormft.fence(shard int, claimed_by uuid, as_of bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM actormft.shards WHERE shard_id = shard AND owner = claimed_by AND epoch = as_of FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'shard % has another owner than % in epoch %', shard, claimed_by, as_of USING ERRCODE = 'MF001';
    END IF;
END $$;

-- Undoes a commit that was decided on something else than what is stored.
CREATE FUNCTION actormft.expect(holds boolean, what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF holds IS NOT TRUE THEN
        RAISE EXCEPTION 'stored is something else: %', what USING ERRCODE = 'MF002';
    END IF;
END $$;

-- Changes when a standby was promoted; then what this server has may be less than what was acknowledged. Empty where the server
-- does not tell.
CREATE FUNCTION actormft.timeline() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8);
EXCEPTION WHEN OTHERS THEN
    RETURN '';
END $$;
