--liquibase formatted sql

--changeset vouchseal:validation-12-owner-proof-1
--comment The owner whom the kept proof is about; the registrar verifies the proof itself.
ALTER TABLE enrolment ADD COLUMN joins_owner VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER owner_proof;
ALTER TABLE enrolment ADD CONSTRAINT enrolment_owner_proof CHECK ((owner_proof IS NULL) = (joins_owner IS NULL));
