CREATE TABLE nightjar_record (
  kind SMALLINT NOT NULL,
  id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  due_millis BIGINT,
  due_height BIGINT,
  value BYTEA NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE INDEX nightjar_record_millis ON nightjar_record (kind, due_millis, id) WHERE due_millis IS NOT NULL;
CREATE INDEX nightjar_record_height ON nightjar_record (kind, due_height, id) WHERE due_height IS NOT NULL;
CREATE TABLE nightjar_claim (
  kind SMALLINT NOT NULL,
  id BYTEA NOT NULL,
  owner BYTEA NOT NULL,
  height BIGINT NOT NULL,
  PRIMARY KEY (kind, id)
);
