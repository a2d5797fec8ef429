--liquibase formatted sql

--changeset vouchseal:validation-11-outbox-1
--comment Mail to be sent after commit, at least once, always with the same Message-ID; the text is erased when it is no longer needed.
CREATE TABLE outbox_mail (
  id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  once_key   VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  recipient  VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  subject    VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body       TEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
  written_at DATETIME(6) NOT NULL,
  give_up_at DATETIME(6) NOT NULL,
  next_at    DATETIME(6) NOT NULL,
  attempts   INT NOT NULL,
  state      VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  UNIQUE KEY outbox_mail_once (once_key),
  KEY outbox_mail_due (state, next_at),
  CONSTRAINT outbox_mail_state CHECK (state IN ('WAITING', 'SENT', 'GIVEN_UP', 'CANCELLED')),
  CONSTRAINT outbox_mail_body CHECK ((state = 'WAITING') = (body IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
GRANT SELECT, INSERT, UPDATE (body, next_at, attempts, state) ON outbox_mail TO ${appUser};

--changeset vouchseal:validation-11-outbox-2
--comment When mails were asked for, by digest of mailbox, network or domain; milliseconds since 1970, oldest first.
CREATE TABLE rate_bucket (
  bucket     CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  times      MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  touched_at DATETIME(6) NOT NULL,
  KEY rate_bucket_touched (touched_at)
) ENGINE=InnoDB;
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_bucket TO ${appUser};
