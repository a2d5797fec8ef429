--liquibase formatted sql

--changeset vouchseal:issuing-22-authority-disabled
-- Keys and rights in this table are for the reader only; they are believed from the ceremony's directory.
-- Taking a right away is all that a row can do.
ALTER TABLE registration_authority ADD COLUMN disabled_at DATETIME(6) NULL;
