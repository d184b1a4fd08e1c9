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
CREATE INDEX nightjar_claim_tail ON nightjar_claim (substr(id, -4));
