-- A SQLite store as format 2 wrote it. Frozen: it must open for ever.
CREATE TABLE nightjar_meta (format INTEGER NOT NULL);
INSERT INTO nightjar_meta VALUES (2);
CREATE TABLE nightjar_record (
  kind INTEGER NOT NULL,
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  due_millis INTEGER,
  due_height INTEGER,
  value BLOB NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE INDEX nightjar_record_millis ON nightjar_record (kind, due_millis, id) WHERE due_millis IS NOT NULL;
CREATE INDEX nightjar_record_height ON nightjar_record (kind, due_height, id) WHERE due_height IS NOT NULL;
CREATE TABLE nightjar_claim (
  number INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  id BLOB NOT NULL,
  owner BLOB NOT NULL,
  height INTEGER NOT NULL
);
CREATE TABLE nightjar_claim_place (
  tail INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (tail, number)
) WITHOUT ROWID;
CREATE TABLE nightjar_claim_state (
  last INTEGER NOT NULL,
  placed INTEGER NOT NULL,
  tail INTEGER NOT NULL
);
INSERT INTO nightjar_record VALUES (2, x'00', 1, NULL, NULL, x'');
INSERT INTO nightjar_record VALUES (2, x'00ff', 7, 1800000000123, 900000, x'0102030405');
INSERT INTO nightjar_record VALUES (8, x'ff', 9007199254740993, NULL, 850000, x'ff');
INSERT INTO nightjar_claim VALUES (1, 3, x'01', x'61', 1);
INSERT INTO nightjar_claim VALUES (262100, 3, x'0102030405060708090a', x'6f776e6572', 900144);
INSERT INTO nightjar_claim_place VALUES (1, 1);
INSERT INTO nightjar_claim_place VALUES (117967114, 262100);
INSERT INTO nightjar_claim_state VALUES (262150, 262144, -2147483649);
