--liquibase formatted sql

--changeset vouchseal:issuing-21-objection-1
-- A former owner's objection to a new owner of his mailbox, as evidence; never changed.
CREATE TABLE owner_objection (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  former_owner VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  serial VARBINARY(20) NOT NULL,
  proof MEDIUMBLOB NOT NULL,
  proof_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  accepted_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY owner_objection_once (reference, former_owner)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
GRANT SELECT, INSERT ON owner_objection TO ${appUser};
