--liquibase formatted sql

--changeset vouchseal:issuing-20-registrar-1
-- A registration authority as the ceremony named it; refreshed at every start.
CREATE TABLE registration_authority (
  name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  certificate MEDIUMBLOB NOT NULL,
  tiers VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  mail_domains TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  daily_quota INT NOT NULL,
  encryption_compat BOOLEAN NOT NULL,
  imported_at DATETIME(6) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Every statement of a registration authority that was accepted, as evidence; never changed.
CREATE TABLE registrar_statement (
  id BIGINT NOT NULL AUTO_INCREMENT,
  ra VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  jti VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  jws MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  jws_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  accepted_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY registrar_statement_once (ra, jti),
  KEY registrar_statement_quota (ra, kind, accepted_at),
  KEY registrar_statement_reference (reference)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The order in force for a reference; a superseding statement replaces it while it is unused.
CREATE TABLE registrar_order (
  reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ra VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  jti VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tenant VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  owner VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tier VARCHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject TEXT NOT NULL,
  mailboxes TEXT NOT NULL,
  profiles VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  validity_seconds BIGINT NOT NULL,
  reusable_until DATETIME(6) NOT NULL,
  case_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  accepted_at DATETIME(6) NOT NULL,
  secret_until DATETIME(6) NOT NULL,
  state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  secret_key_version INT NULL,
  secret_box VARBINARY(1024) NULL,
  secret_spent_at DATETIME(6) NULL,
  PRIMARY KEY (reference),
  KEY registrar_order_owner (owner),
  KEY registrar_order_secret (secret_until),
  CONSTRAINT registrar_order_state CHECK (state IN ('OPEN', 'REVOKED')),
  CONSTRAINT registrar_order_secret CHECK (secret_spent_at IS NULL OR secret_box IS NULL),
  CONSTRAINT registrar_order_tier CHECK (tier IN ('V1', 'V2', 'V3', 'V4'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Every owner ever ordered for.
CREATE TABLE registrar_owner (
  owner VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tenant VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  first_reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  known_at DATETIME(6) NOT NULL,
  PRIMARY KEY (owner)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- What of an order is taken: its first signing certificate, its encryption certificate, further devices.
CREATE TABLE registrar_order_use (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  use_name VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  transaction_id VARBINARY(64) NOT NULL,
  state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  opened_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY registrar_order_use_once (reference, use_name),
  CONSTRAINT registrar_order_use_state CHECK (state IN ('OPEN', 'CONFIRMED'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- A mailbox that has a new owner, and the former owner whose certificates for it end.
CREATE TABLE owner_succession (
  id BIGINT NOT NULL AUTO_INCREMENT,
  mailbox VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  former_owner VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  new_owner VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  noted_at DATETIME(6) NOT NULL,
  due_at DATETIME(6) NOT NULL,
  state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY owner_succession_once (mailbox, former_owner, new_owner),
  KEY owner_succession_due (state, due_at),
  KEY owner_succession_reference (reference),
  CONSTRAINT owner_succession_state CHECK (state IN ('NOTED', 'DONE', 'OBJECTED'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset vouchseal:issuing-20-registrar-2
GRANT SELECT, INSERT, UPDATE ON registration_authority TO ${appUser};
GRANT SELECT, INSERT ON registrar_statement TO ${appUser};
GRANT SELECT, INSERT, UPDATE ON registrar_order TO ${appUser};
GRANT SELECT, INSERT ON registrar_owner TO ${appUser};
GRANT SELECT, INSERT, UPDATE, DELETE ON registrar_order_use TO ${appUser};
GRANT SELECT, INSERT, UPDATE (state) ON owner_succession TO ${appUser};
