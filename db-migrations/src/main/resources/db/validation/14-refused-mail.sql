--liquibase formatted sql

--changeset vouchseal:validation-14-refused-mail-1
--comment The mail system refused the recipient for good; the applicant is told.
ALTER TABLE outbox_mail DROP CONSTRAINT outbox_mail_state;
ALTER TABLE outbox_mail ADD CONSTRAINT outbox_mail_state CHECK (state IN ('WAITING', 'SENT', 'GIVEN_UP', 'CANCELLED', 'REFUSED'));
