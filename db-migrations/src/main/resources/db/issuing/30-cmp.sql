--liquibase formatted sql

--changeset vouchseal:issuing-30-cmp-1
-- One row per CMP transaction, kept for ever: the transactionID is the name of its work.
CREATE TABLE cmp_transaction (
  id BIGINT NOT NULL AUTO_INCREMENT,
  transaction_id VARBINARY(64) NOT NULL,
  sender VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  protection VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  profile VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  use_name VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  opened_at DATETIME(6) NOT NULL,
  confirm_until DATETIME(6) NOT NULL,
  ended_at DATETIME(6) NULL,
  issuer VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  serial VARBINARY(20) NULL,
  our_nonce VARBINARY(64) NULL,
  last_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  answer MEDIUMBLOB NULL,
  answer_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  PRIMARY KEY (id),
  UNIQUE KEY cmp_transaction_once (transaction_id),
  UNIQUE KEY cmp_transaction_certificate (issuer, serial),
  KEY cmp_transaction_reference (reference),
  KEY cmp_transaction_due (state, confirm_until),
  KEY cmp_transaction_ended (ended_at),
  CONSTRAINT cmp_transaction_state CHECK
    (state IN ('OPEN', 'ISSUED', 'CONFIRMED', 'REJECTED', 'TIMED_OUT', 'REFUSED', 'REVOKED')),
  CONSTRAINT cmp_transaction_issued CHECK
    (state NOT IN ('ISSUED', 'CONFIRMED') OR serial IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Failed MACs by what was guessed at and from where, per minute; old rows are removed.
CREATE TABLE cmp_mac_failure (
  id BIGINT NOT NULL AUTO_INCREMENT,
  what CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  minute BIGINT NOT NULL,
  failures INT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY cmp_mac_failure_once (what, minute),
  KEY cmp_mac_failure_minute (minute)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset vouchseal:issuing-30-cmp-2
GRANT SELECT, INSERT, UPDATE ON cmp_transaction TO ${appUser};
GRANT SELECT, INSERT, UPDATE, DELETE ON cmp_mac_failure TO ${appUser};
