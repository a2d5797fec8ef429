--liquibase formatted sql

--changeset vouchseal:10-issuance-plan
--comment What was to be signed, exactly, recorded before the signature; never changed, never deleted.
CREATE TABLE issuance_plan (
  id              BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  idempotency_key VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  issuer          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  serial          VARBINARY(20) NOT NULL,
  profile         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  spki            BINARY(32) NOT NULL,
  mailboxes       TEXT NOT NULL,
  not_before      DATETIME(6) NOT NULL,
  not_after       DATETIME(6) NOT NULL,
  tbs             MEDIUMBLOB NOT NULL,
  tbs_digest      CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  lint            VARCHAR(255) NOT NULL,
  order_reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  owner           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  tier            CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NULL,
  escrow_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  actor           VARCHAR(255) NOT NULL,
  recorded_at     DATETIME(6) NOT NULL,
  UNIQUE KEY issuance_plan_key (idempotency_key),
  UNIQUE KEY issuance_plan_serial (issuer, serial),
  KEY issuance_plan_spki (spki),
  KEY issuance_plan_escrow (escrow_id)
) ENGINE=InnoDB;
GRANT SELECT, INSERT ON issuance_plan TO ${appUser};

--changeset vouchseal:10-spki-class
--comment The one use of a public key, for ever, over all issuers and owners.
CREATE TABLE spki_class (
  spki          BINARY(32) NOT NULL PRIMARY KEY,
  key_class     ENUM('SIGN', 'ENC', 'SERVICE') NOT NULL,
  registered_at DATETIME(6) NOT NULL
) ENGINE=InnoDB;
GRANT SELECT, INSERT ON spki_class TO ${appUser};

--changeset vouchseal:10-certificate
--comment Every certificate that was completed or imported. Only the state of confirmation changes.
CREATE TABLE certificate (
  id              BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  issuer          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  serial          VARBINARY(20) NOT NULL,
  plan_key        VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NULL,
  profile         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_class       ENUM('SIGN', 'ENC', 'SERVICE') NOT NULL,
  der             MEDIUMBLOB NOT NULL,
  spki            BINARY(32) NOT NULL,
  not_before      DATETIME(6) NOT NULL,
  not_after       DATETIME(6) NOT NULL,
  order_reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  owner           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  tier            CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NULL,
  state           ENUM('UNCONFIRMED', 'CONFIRMED', 'REJECTED') NOT NULL,
  issued_at       DATETIME(6) NOT NULL,
  UNIQUE KEY certificate_serial (issuer, serial),
  UNIQUE KEY certificate_plan (plan_key),
  KEY certificate_spki (spki),
  KEY certificate_order (order_reference),
  KEY certificate_owner (owner),
  KEY certificate_state (state, issued_at),
  CONSTRAINT certificate_has_plan FOREIGN KEY (plan_key) REFERENCES issuance_plan (idempotency_key)
) ENGINE=InnoDB;
GRANT SELECT, INSERT, UPDATE (state) ON certificate TO ${appUser};

--changeset vouchseal:10-certificate-mailbox
--comment Which certificates carry a mailbox; the local part byte for byte.
CREATE TABLE certificate_mailbox (
  certificate_id BIGINT NOT NULL,
  mailbox        VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (certificate_id, mailbox),
  KEY certificate_mailbox_text (mailbox),
  CONSTRAINT certificate_mailbox_of FOREIGN KEY (certificate_id) REFERENCES certificate (id)
) ENGINE=InnoDB;
GRANT SELECT, INSERT ON certificate_mailbox TO ${appUser};

--changeset vouchseal:10-revocation
--comment Revocations are never taken back. first_crl is the number of the first list that carries the entry.
CREATE TABLE revocation (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  issuer     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  serial     VARBINARY(20) NOT NULL,
  revoked_at DATETIME(6) NOT NULL,
  reason     SMALLINT NOT NULL,
  not_after  DATETIME(6) NOT NULL,
  actor      VARCHAR(255) NOT NULL,
  first_crl  BIGINT NULL,
  UNIQUE KEY revocation_serial (issuer, serial),
  KEY revocation_unpublished (issuer, first_crl)
) ENGINE=InnoDB;
GRANT SELECT, INSERT, UPDATE (first_crl) ON revocation TO ${appUser};

--changeset vouchseal:10-crl
--comment Every list ever published, and the bytes of the newest ones in parts.
CREATE TABLE crl (
  id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  issuer       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  crl_number   BIGINT NOT NULL,
  this_update  DATETIME(6) NOT NULL,
  next_update  DATETIME(6) NOT NULL,
  entries      BIGINT NOT NULL,
  octets       BIGINT NOT NULL,
  digest       CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  fence        BIGINT NOT NULL,
  UNIQUE KEY crl_number (issuer, crl_number)
) ENGINE=InnoDB;
CREATE TABLE crl_part (
  issuer     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  crl_number BIGINT NOT NULL,
  part       INT NOT NULL,
  bytes      MEDIUMBLOB NOT NULL,
  PRIMARY KEY (issuer, crl_number, part)
) ENGINE=InnoDB;
GRANT SELECT, INSERT ON crl TO ${appUser};
GRANT SELECT, INSERT, DELETE ON crl_part TO ${appUser};

--changeset vouchseal:10-views-for-status
--comment All that the public status room may see.
CREATE SQL SECURITY DEFINER VIEW certificate_status AS
  SELECT c.issuer, c.serial, c.not_after, r.revoked_at, r.reason
  FROM certificate c LEFT JOIN revocation r ON r.issuer = c.issuer AND r.serial = c.serial;
CREATE SQL SECURITY DEFINER VIEW published_crl AS
  SELECT c.issuer, c.crl_number, c.this_update, c.next_update, p.part, p.bytes
  FROM crl c JOIN crl_part p ON p.issuer = c.issuer AND p.crl_number = c.crl_number
  WHERE c.crl_number = (SELECT MAX(n.crl_number) FROM crl n WHERE n.issuer = c.issuer);
GRANT SELECT ON certificate_status TO ${appUser};
GRANT SELECT ON published_crl TO ${appUser};
GRANT SELECT ON certificate_status TO ${statusUser};
GRANT SELECT ON published_crl TO ${statusUser};
