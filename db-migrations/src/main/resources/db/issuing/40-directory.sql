--liquibase formatted sql

--changeset vouchseal:issuing-40-directory-1
-- What an owner wishes about the public look-up of one of his mailboxes; no row: it is offered.
-- The statements behind the rows stand in registrar_statement.
CREATE TABLE directory_choice (
  owner VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  mailbox VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  listed BOOLEAN NOT NULL,
  reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  signed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (owner, mailbox)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
GRANT SELECT, INSERT, UPDATE (listed, reference, signed_at) ON directory_choice TO ${appUser};

--changeset vouchseal:issuing-40-directory-2
-- Encryption certificates that may be offered by mailbox: confirmed, not revoked, not opted out, and
-- of a mailbox that no two owners claim. Whether they are expired is the reader's to look at.
CREATE SQL SECURITY DEFINER VIEW offered_encryption_certificate AS
  SELECT m.mailbox, c.id, c.der, c.not_before, c.not_after
  FROM certificate_mailbox m JOIN certificate c ON c.id = m.certificate_id
  WHERE c.issuer = 'smime' AND c.key_class = 'ENC' AND c.state = 'CONFIRMED'
    AND NOT EXISTS (SELECT 1 FROM revocation r WHERE r.issuer = c.issuer AND r.serial = c.serial)
    AND NOT EXISTS (SELECT 1 FROM directory_choice d
      WHERE d.owner = c.owner AND d.mailbox = m.mailbox AND NOT d.listed)
    AND NOT EXISTS (SELECT 1 FROM owner_succession s
      WHERE s.mailbox = m.mailbox AND s.state <> 'DONE');
GRANT SELECT ON offered_encryption_certificate TO ${appUser};
GRANT SELECT ON offered_encryption_certificate TO ${statusUser};
