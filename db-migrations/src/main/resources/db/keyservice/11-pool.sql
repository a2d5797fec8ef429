--liquibase formatted sql

--changeset vouchseal:11-pool-key
--comment Sealed keys that wait to be drawn; a drawn key is removed and lives on in escrow under another seal.
CREATE TABLE pool_key (
  id               BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  key_id           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  spki             VARBINARY(1024) NOT NULL,
  sealed_key       MEDIUMBLOB NOT NULL,
  seal_version     INT NOT NULL,
  wrapped_data_key VARBINARY(256) NOT NULL,
  UNIQUE KEY pool_key_id (key_id)
) ENGINE=InnoDB;
GRANT SELECT, INSERT, DELETE ON pool_key TO ${appUser};
