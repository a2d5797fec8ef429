--liquibase formatted sql

--changeset vouchseal:issuing-33-encryption-client
-- For the reader only, as every right in this table: what counts is the ceremony's directory.
ALTER TABLE registration_authority ADD COLUMN encryption_client BOOLEAN NOT NULL DEFAULT FALSE;
