package org.vouchseal.issuing.registrar;

/**
 * The registrar's use cases over one set of parts.
 *
 * @param acceptOrder takes enrolment orders
 * @param revokeByOrder takes revocation orders
 * @param queryOrder answers queries
 * @param acceptRevalidation takes statements that an applicant was validated anew
 * @param queryWaitingRenewals tells which renewals wait for that
 * @param uses spends orders, for the protocol that issues under them
 * @param revokeOfOrder revokes certificates of an order
 * @param formerOwners ends what former owners have
 * @param objectToSuccession takes objections of former owners
 * @param listInDirectory takes an owner's wish about the public look-up
 * @param expiredSecrets erases what nobody used in time
 * @param orders the orders in force
 * @param secrets opens their secrets
 * @param acceptSignedRequest takes requests under a registration authority's signature as orders
 * @param authorities whose statements and messages are believed
 */
public record Registrar(
    AcceptOrder acceptOrder,
    RevokeByOrder revokeByOrder,
    QueryOrder queryOrder,
    AcceptRevalidation acceptRevalidation,
    QueryWaitingRenewals queryWaitingRenewals,
    OrderUses uses,
    RevokeOfOrder revokeOfOrder,
    FormerOwners formerOwners,
    ObjectToSuccession objectToSuccession,
    ListInDirectory listInDirectory,
    ExpiredSecrets expiredSecrets,
    OrderStore orders,
    OrderSecrets secrets,
    AcceptSignedRequest acceptSignedRequest,
    RegistrationAuthorities authorities) {

  /** Builds every use case. */
  public static Registrar of(RegistrarParts parts) {
    OwnerRule ownerRule =
        new OwnerRule(
            parts.owners(), parts.certificates(), parts.proofs(), parts.audit(), parts.clock());
    FormerOwners formerOwners = new FormerOwners(parts);
    RevokeOfOrder revokeOfOrder =
        new RevokeOfOrder(parts.certificates(), parts.revocations(), parts.clock());
    return new Registrar(
        new AcceptOrder(parts, ownerRule),
        new RevokeByOrder(parts, revokeOfOrder),
        new QueryOrder(parts),
        new AcceptRevalidation(parts),
        new QueryWaitingRenewals(parts),
        new OrderUses(parts, formerOwners),
        revokeOfOrder,
        formerOwners,
        new ObjectToSuccession(parts, ownerRule),
        new ListInDirectory(parts),
        new ExpiredSecrets(parts),
        parts.orders(),
        parts.secrets(),
        new AcceptSignedRequest(parts, ownerRule),
        parts.authorities());
  }
}
