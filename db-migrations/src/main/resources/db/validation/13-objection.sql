--liquibase formatted sql

--changeset vouchseal:validation-13-objection-1
--comment A former owner proved himself to the registrar and objected to the new owner; people decide.
CREATE TABLE objection_case (
  id        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  enrolment VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state     VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  opened_at DATETIME(6) NOT NULL,
  UNIQUE KEY objection_case_enrolment (enrolment),
  CONSTRAINT objection_case_state CHECK (state IN ('IN_CHECK'))
) ENGINE=InnoDB;
GRANT SELECT, INSERT ON objection_case TO ${appUser};
