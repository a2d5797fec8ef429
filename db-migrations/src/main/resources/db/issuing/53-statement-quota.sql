--liquibase formatted sql

--changeset vouchseal:issuing-53-statement-quota
-- registrar_daily_count counts since issuing-51; each statement paid for an index that nobody reads.
ALTER TABLE registrar_statement DROP KEY registrar_statement_quota;
