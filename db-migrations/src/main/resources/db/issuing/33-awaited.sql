--liquibase formatted sql

--changeset vouchseal:issuing-33-awaited-1
-- What a request waits for is told to whoever asks before it is looked at again.
ALTER TABLE cmp_transaction
  ADD COLUMN awaited VARCHAR(255) CHARACTER SET utf8mb4 NULL;
