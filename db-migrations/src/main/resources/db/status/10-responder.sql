--liquibase formatted sql

--changeset vouchseal:10-responder-certificate
--comment Every certificate under which an OCSP responder has signed or will sign; never changed, never deleted.
CREATE TABLE responder_certificate (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  issuer     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  spki       BINARY(32) NOT NULL,
  der        MEDIUMBLOB NOT NULL,
  not_before DATETIME(6) NOT NULL,
  not_after  DATETIME(6) NOT NULL,
  KEY responder_certificate_newest (issuer, spki, not_after)
) ENGINE=InnoDB;
GRANT SELECT, INSERT ON responder_certificate TO ${appUser};
