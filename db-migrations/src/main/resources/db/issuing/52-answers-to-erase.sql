--liquibase formatted sql

--changeset vouchseal:issuing-52-answers-to-erase
-- Since when an answer could have been erased; NULL when there is none, so that looking for those that may go
-- reads nothing of the transactions that ended long ago. Computed, so that a node of the version before this
-- one, which does not know it, keeps it right as well.
ALTER TABLE cmp_transaction
  ADD COLUMN answer_ended_at DATETIME(6) AS (IF(answer IS NULL, NULL, ended_at)) STORED,
  ADD KEY cmp_transaction_answer (answer_ended_at),
  DROP KEY cmp_transaction_ended;
