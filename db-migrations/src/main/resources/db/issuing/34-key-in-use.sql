--liquibase formatted sql

--changeset vouchseal:issuing-34-key-in-use
-- Keys in escrow whose certificate was confirmed, until the key service knows it.
CREATE TABLE key_in_use (
  escrow_id    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  confirmed_at DATETIME(6) NOT NULL
) ENGINE=InnoDB;
GRANT SELECT, INSERT, DELETE ON key_in_use TO ${appUser};
INSERT IGNORE INTO key_in_use (escrow_id, confirmed_at)
  SELECT p.escrow_id, UTC_TIMESTAMP(6) FROM certificate c
  JOIN issuance_plan p ON p.issuer = c.issuer AND p.serial = c.serial
  WHERE c.state = 'CONFIRMED' AND p.escrow_id IS NOT NULL;
