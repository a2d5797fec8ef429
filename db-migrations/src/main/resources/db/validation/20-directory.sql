--liquibase formatted sql

--changeset vouchseal:validation-20-directory-1
-- An applicant's wish about the public look-up is a statement as well.
ALTER TABLE sent_order
  DROP CONSTRAINT sent_order_kind,
  ADD CONSTRAINT sent_order_kind CHECK (kind IN ('enrolment', 'revocation', 'revalidation', 'directory'));
