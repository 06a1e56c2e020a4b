-- What a log cannot tell by itself: the order of claims and commits, and what came and went. Written by triggers, in the same
-- transactions.
CREATE SCHEMA witness;

CREATE TABLE witness.claims (shard_id int NOT NULL, epoch bigint NOT NULL);

CREATE TABLE witness.messages (
    message_id text NOT NULL, entity_id text NOT NULL, shard_id int NOT NULL, seq bigint NOT NULL, request_id text NULL, came boolean NOT NULL);

CREATE TABLE witness.timers (message_id text NOT NULL, entity_id text NOT NULL, due timestamptz NOT NULL);

CREATE TABLE witness.changed_answers (request_id text NOT NULL);

CREATE FUNCTION witness.claimed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO witness.claims VALUES (NEW.shard_id, NEW.epoch);
    RETURN NULL;
END $$;

CREATE FUNCTION witness.message() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO witness.messages VALUES (NEW.message_id, NEW.entity_id, NEW.shard_id, NEW.seq, NEW.request_id, true);
    ELSE
        INSERT INTO witness.messages VALUES (OLD.message_id, OLD.entity_id, OLD.shard_id, OLD.seq, OLD.request_id, false);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION witness.timer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO witness.timers VALUES (OLD.message_id, OLD.entity_id, OLD.due);
    RETURN NULL;
END $$;

CREATE FUNCTION witness.answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO witness.changed_answers VALUES (OLD.request_id);
    RETURN NULL;
END $$;

CREATE TRIGGER witness_claims AFTER INSERT OR UPDATE OF epoch ON actormft.shards FOR EACH ROW EXECUTE FUNCTION witness.claimed();
CREATE TRIGGER witness_messages AFTER INSERT OR DELETE ON actormft.inbox FOR EACH ROW EXECUTE FUNCTION witness.message();
CREATE TRIGGER witness_timers AFTER DELETE ON actormft.timers FOR EACH ROW EXECUTE FUNCTION witness.timer();
CREATE TRIGGER witness_answers AFTER UPDATE ON actormft.requests FOR EACH ROW
    WHEN (OLD.status >= 2 AND (OLD.status, OLD.type, OLD.payload, OLD.error) IS DISTINCT FROM (NEW.status, NEW.type, NEW.payload, NEW.error))
    EXECUTE FUNCTION witness.answer();
