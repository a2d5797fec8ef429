--liquibase formatted sql

--changeset vouchseal:issuing-51-daily-count
-- How many enrolments and re-validations of a registration authority were accepted on a day (UTC): what
-- its quota is held against. One short row a day, which stays; the statements themselves are the evidence.
-- Filled from the statements, so that those of the day of the upgrade count on.
CREATE TABLE registrar_daily_count (
  ra       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  day      DATE NOT NULL,
  accepted INT NOT NULL,
  PRIMARY KEY (ra, day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO registrar_daily_count (ra, day, accepted)
  SELECT ra, DATE(accepted_at), COUNT(*)
  FROM registrar_statement FORCE INDEX (registrar_statement_quota)
  WHERE kind IN ('enrolment', 'cmp', 'revalidation') GROUP BY ra, DATE(accepted_at);
GRANT SELECT, INSERT, UPDATE ON registrar_daily_count TO ${appUser};
