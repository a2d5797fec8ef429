--liquibase formatted sql

--changeset vouchseal:12-order-secret
--comment The own copy of an order's CMP secret, sealed by the token until it is spent or expires; the row stays so that a spent secret does not come back.
CREATE TABLE order_secret (
  reference     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  tenant        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  jti           VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  secret_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ordered_at    DATETIME(6) NOT NULL,
  expires_at    DATETIME(6) NOT NULL,
  sealed        VARBINARY(1024) NULL,
  seal_version  INT NULL,
  CONSTRAINT order_secret_whole CHECK ((sealed IS NULL) = (seal_version IS NULL)),
  KEY order_secret_expiry (expires_at)
) ENGINE=InnoDB;
GRANT SELECT, INSERT, UPDATE (jti, secret_digest, ordered_at, expires_at, sealed, seal_version) ON order_secret TO ${appUser};
