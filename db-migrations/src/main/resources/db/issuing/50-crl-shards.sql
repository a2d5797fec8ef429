--liquibase formatted sql

--changeset vouchseal:50-crl-shards
--comment The shard whose list a certificate names, 0 for the list of all; first_shard_crl is to it what first_crl is to the list of all. The column issuer of crl holds the name of a list from now on: smime, smime-7.
ALTER TABLE issuance_plan
  ADD COLUMN crl_shard SMALLINT NOT NULL DEFAULT 0,
  ADD KEY issuance_plan_shard (issuer, crl_shard);
ALTER TABLE revocation
  ADD COLUMN crl_shard SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN first_shard_crl BIGINT NULL,
  ADD KEY revocation_full_due (issuer, first_crl, crl_shard, revoked_at, not_after),
  ADD KEY revocation_shard_due (issuer, first_shard_crl, crl_shard, not_after),
  ADD KEY revocation_full_list (issuer, serial, not_after, revoked_at, reason),
  ADD KEY revocation_shard_list (issuer, crl_shard, serial, not_after, revoked_at, reason),
  DROP KEY revocation_unpublished;
GRANT UPDATE (first_crl, first_shard_crl) ON revocation TO ${appUser};

--changeset vouchseal:50-published-crl-of-many-lists
--comment The newest of each list without looking at every list there ever was; with its length and digest.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW published_crl AS
  SELECT c.issuer, c.crl_number, c.this_update, c.next_update, p.part, p.bytes, c.octets, c.digest
  FROM (SELECT issuer, MAX(crl_number) AS newest FROM crl GROUP BY issuer) n
  JOIN crl c ON c.issuer = n.issuer AND c.crl_number = n.newest
  JOIN crl_part p ON p.issuer = c.issuer AND p.crl_number = c.crl_number;
