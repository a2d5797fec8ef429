--liquibase formatted sql

--changeset vouchseal:00-audit-event
--comment What the room did; rows are added in the transaction of the change and never touched again.
CREATE TABLE audit_event (
  id       BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  event_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  node     VARCHAR(64) NOT NULL,
  boot     CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  node_seq BIGINT NOT NULL,
  at       DATETIME(6) NOT NULL,
  type     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  actor    VARCHAR(255) NOT NULL,
  object   VARCHAR(255) NOT NULL,
  detail   MEDIUMTEXT NOT NULL,
  salt     BINARY(16) NOT NULL,
  UNIQUE KEY audit_event_id (event_id),
  UNIQUE KEY audit_event_order (boot, node_seq),
  KEY audit_event_object (object)
) ENGINE=InnoDB;
GRANT SELECT, INSERT ON audit_event TO ${appUser};

--changeset vouchseal:00-lease
--comment Which node does a single-runner job; the fence rises with each take-over.
CREATE TABLE lease (
  name       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  holder     VARCHAR(160) NOT NULL,
  fence      BIGINT NOT NULL,
  held_until DATETIME(6) NOT NULL
) ENGINE=InnoDB;
GRANT SELECT, INSERT, UPDATE ON lease TO ${appUser};
