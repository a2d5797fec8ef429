package org.vouchseal.model;

/**
 * How much was validated before a certificate was issued.
 *
 * <p>The nearest public words are those of the S/MIME Baseline Requirements §1.2, named at each.
 */
public enum AssuranceTier {
  /** Control of a mailbox ("mailbox-validated"). */
  V1,
  /** Mailbox and person ("individual-validated"). */
  V2,
  /** Mailbox and organization ("organization-validated"). */
  V3,
  /** Mailbox and employee of an organization ("sponsor-validated"). */
  V4
}
