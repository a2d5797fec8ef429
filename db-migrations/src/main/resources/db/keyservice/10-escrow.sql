--liquibase formatted sql

--changeset vouchseal:10-escrow
--comment One row for each encryption key in escrow. Never changed, never removed; what is here opens only if every bound column is as it was written.
CREATE TABLE escrow (
  escrow_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  tenant            VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  owner             VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reference         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  transaction_id    VARBINARY(64) NOT NULL,
  request_digest    CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  spki_digest       CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  spki              VARBINARY(1024) NOT NULL,
  class             VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  policy            VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  blob_version      INT NOT NULL,
  sealed_key        MEDIUMBLOB NOT NULL,
  kek_version       INT NOT NULL,
  wrapped_data_key  VARBINARY(256) NOT NULL,
  stored_at         DATETIME(6) NOT NULL,
  receipt_signature VARBINARY(1024) NOT NULL,
  UNIQUE KEY escrow_public_key (spki_digest),
  UNIQUE KEY escrow_request (reference, transaction_id, request_digest),
  KEY escrow_owner (tenant, owner, stored_at),
  CONSTRAINT escrow_encryption_only CHECK (class = 'ENC'),
  CONSTRAINT escrow_policy CHECK (policy = 'CLOUD')
) ENGINE=InnoDB;
GRANT SELECT, INSERT ON escrow TO ${appUser};
