--liquibase formatted sql

--changeset vouchseal:validation-15-revalidation-1
--comment The validation of an issued enrolment is being renewed, since a renewal of its certificate waits.
ALTER TABLE enrolment
  ADD COLUMN revalidates VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD COLUMN revalidation_opened_at DATETIME(6) NULL,
  ADD COLUMN revalidation_ends_at DATETIME(6) NULL,
  ADD COLUMN revalidation_step_at DATETIME(6) NULL,
  ADD KEY enrolment_revalidation (revalidation_step_at),
  ADD CONSTRAINT enrolment_revalidation CHECK (
    (revalidates IS NULL AND revalidation_opened_at IS NULL AND revalidation_ends_at IS NULL AND revalidation_step_at IS NULL)
    OR (revalidates IS NOT NULL AND revalidation_opened_at IS NOT NULL AND revalidation_ends_at IS NOT NULL
      AND revalidation_step_at IS NOT NULL AND state = 'MAILBOX_PENDING' AND approved_at IS NOT NULL));

--changeset vouchseal:validation-15-revalidation-2
--comment The statement that an applicant was validated anew is kept before it is sent, as every other one.
ALTER TABLE sent_order DROP CONSTRAINT sent_order_kind;
ALTER TABLE sent_order ADD CONSTRAINT sent_order_kind CHECK (kind IN ('enrolment', 'revocation', 'revalidation'));
