--liquibase formatted sql

--changeset vouchseal:issuing-31-waiting-1
-- A request that cannot be decided yet is kept as received; a renewal is named after what it renews.
ALTER TABLE cmp_transaction
  ADD COLUMN request MEDIUMBLOB NULL,
  ADD COLUMN poll_after DATETIME(6) NULL,
  MODIFY COLUMN use_name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  DROP CONSTRAINT cmp_transaction_state,
  ADD CONSTRAINT cmp_transaction_state CHECK
    (state IN ('OPEN', 'WAITING', 'ISSUED', 'CONFIRMED', 'REJECTED', 'TIMED_OUT', 'REFUSED', 'REVOKED'));

ALTER TABLE registrar_order_use
  MODIFY COLUMN use_name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
