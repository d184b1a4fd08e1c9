-- A PostgreSQL store as format 1 wrote it. Frozen: it must open for ever.
CREATE TABLE nightjar_meta (format INTEGER NOT NULL);
INSERT INTO nightjar_meta VALUES (1);
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
INSERT INTO nightjar_record VALUES (2, '\x00', 1, NULL, NULL, '\x');
INSERT INTO nightjar_record VALUES (2, '\x00ff', 7, 1800000000123, 900000, '\x0102030405');
INSERT INTO nightjar_record VALUES (8, '\xff', 9007199254740993, NULL, 850000, '\xff');
INSERT INTO nightjar_claim VALUES (3, '\x0102030405060708090a', '\x6f776e6572', 900144);
INSERT INTO nightjar_claim VALUES (3, '\x01', '\x61', 1);
