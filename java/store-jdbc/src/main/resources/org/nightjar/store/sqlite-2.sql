DROP INDEX nightjar_claim_tail;
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
INSERT INTO nightjar_claim_state SELECT COALESCE(MAX(number), 0), 0, -2147483649 FROM nightjar_claim;
