--liquibase formatted sql

--changeset vouchseal:issuing-32-cmp-authority-1
-- Registration authorities that an administrator registered speak CMP.
ALTER TABLE registration_authority
  ADD COLUMN speech VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ORDERS',
  ADD COLUMN ra_verified BOOLEAN NOT NULL DEFAULT FALSE,
  ADD CONSTRAINT registration_authority_speech CHECK (speech IN ('ORDERS', 'CMP'));
