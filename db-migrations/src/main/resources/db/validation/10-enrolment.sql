--liquibase formatted sql

--changeset vouchseal:validation-10-enrolment-1
--comment One applicant's way from a mailbox to a pair of certificates; its id is also the order's reference.
CREATE TABLE enrolment (
  id           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  tenant       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tier         CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  mailbox      VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  language     VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  token_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  owner        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  opened_at    DATETIME(6) NOT NULL,
  state        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at   DATETIME(6) NOT NULL,
  proved_at    DATETIME(6) NULL,
  approved_at  DATETIME(6) NULL,
  reason       VARCHAR(500) NULL,
  owner_proof  MEDIUMBLOB NULL,
  next_look_at DATETIME(6) NULL,
  looks        INT NOT NULL,
  KEY enrolment_expiry (state, expires_at),
  KEY enrolment_look (next_look_at),
  CONSTRAINT enrolment_state CHECK (state IN ('MAILBOX_PENDING', 'DOCUMENTS_PENDING', 'IN_CHECK', 'SECOND_CHECK',
    'APPLICANT_PENDING', 'APPROVED', 'ISSUED', 'REJECTED', 'WITHDRAWN', 'EXPIRED')),
  CONSTRAINT enrolment_tier CHECK (tier IN ('V1', 'V2', 'V3', 'V4')),
  CONSTRAINT enrolment_proof CHECK (state NOT IN ('APPROVED', 'ISSUED') OR (proved_at IS NOT NULL AND approved_at IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset vouchseal:validation-10-enrolment-2
--comment A request to open an enrolment that may come again; the token is made from salt and key, so it is not kept.
CREATE TABLE idempotent_opening (
  key_digest  CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  body_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  salt        BINARY(32) NOT NULL,
  enrolment   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at  DATETIME(6) NOT NULL,
  used_until  DATETIME(6) NOT NULL,
  KEY idempotent_opening_end (used_until)
) ENGINE=InnoDB;

--changeset vouchseal:validation-10-enrolment-3
--comment A code sent to a mailbox, as a digest bound to enrolment and mailbox; at most one per enrolment is not void.
CREATE TABLE mailbox_challenge (
  id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  enrolment   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  mailbox     VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  code_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  made_at     DATETIME(6) NOT NULL,
  ends_at     DATETIME(6) NOT NULL,
  wrong_tries INT NOT NULL,
  state       VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  mail        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  KEY mailbox_challenge_enrolment (enrolment, id),
  CONSTRAINT mailbox_challenge_state CHECK (state IN ('OPEN', 'PROVED', 'VOID')),
  CONSTRAINT mailbox_challenge_tries CHECK (wrong_tries BETWEEN 0 AND 5)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset vouchseal:validation-10-enrolment-4
--comment Every statement signed for the registrar, as evidence, kept before it is sent; the secret is not kept.
CREATE TABLE sent_order (
  jti       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number    INT NOT NULL,
  kind      VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  jws       MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  signed_at DATETIME(6) NOT NULL,
  state     VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  answer    VARCHAR(500) NULL,
  UNIQUE KEY sent_order_number (reference, number),
  CONSTRAINT sent_order_kind CHECK (kind IN ('enrolment', 'revocation')),
  CONSTRAINT sent_order_state CHECK (state IN ('INTENDED', 'ACCEPTED', 'REFUSED'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset vouchseal:validation-10-enrolment-5
--comment Certificates that the registrar told of; each is told to the mailbox once.
CREATE TABLE told_certificate (
  serial    VARBINARY(20) NOT NULL PRIMARY KEY,
  reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  profile   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  not_after DATETIME(6) NOT NULL,
  told_at   DATETIME(6) NOT NULL,
  KEY told_certificate_reference (reference)
) ENGINE=InnoDB;

--changeset vouchseal:validation-10-enrolment-6
GRANT SELECT, INSERT, UPDATE ON enrolment TO ${appUser};
GRANT SELECT, INSERT, DELETE ON idempotent_opening TO ${appUser};
GRANT SELECT, INSERT, UPDATE (wrong_tries, state) ON mailbox_challenge TO ${appUser};
GRANT SELECT, INSERT, UPDATE (state, answer) ON sent_order TO ${appUser};
GRANT SELECT, INSERT ON told_certificate TO ${appUser};
