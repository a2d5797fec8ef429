--liquibase formatted sql

--changeset vouchseal:keyservice-14-escrow-use
--comment Which keys in escrow have a certificate that its client took. A key without a row here is unused; the escrow record itself is never changed.
CREATE TABLE escrow_use (
  escrow_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  used_at   DATETIME(6) NOT NULL
) ENGINE=InnoDB;
GRANT SELECT, INSERT ON escrow_use TO ${appUser};
