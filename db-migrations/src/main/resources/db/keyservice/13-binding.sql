--liquibase formatted sql

--changeset vouchseal:keyservice-13-signer
--comment Which owner a signing key acts for, since it was first seen; never changed, never removed.
CREATE TABLE signer (
  spki_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  tenant      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  owner       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  learned_at  DATETIME(6) NOT NULL
) ENGINE=InnoDB;
GRANT SELECT, INSERT ON signer TO ${appUser};

--changeset vouchseal:keyservice-13-answered-request
--comment Which order a message stood under when it first came; never changed, never removed.
CREATE TABLE answered_request (
  request_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  reference      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bound_at       DATETIME(6) NOT NULL
) ENGINE=InnoDB;
GRANT SELECT, INSERT ON answered_request TO ${appUser};
