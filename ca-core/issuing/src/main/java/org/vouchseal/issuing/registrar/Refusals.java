package org.vouchseal.issuing.registrar;

import java.time.Duration;
import java.time.Instant;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Problem.Kind;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;

/** Every refusal of the registrar, in the words its reader gets. */
final class Refusals {

  private static final String NOT_ACCEPTED = "the order was not accepted";
  private static final String ASK_OPERATOR =
      "ask the operator of the CA to change the record of this registration authority";

  private Refusals() {}

  static Problem notReadable(String why) {
    return new Problem(
        Kind.INVALID,
        "order-not-readable",
        NOT_ACCEPTED,
        why,
        "send a statement of the documented form");
  }

  static Problem notSigned(String why) {
    return new Problem(
        Kind.UNAUTHENTICATED,
        "order-not-authentic",
        NOT_ACCEPTED,
        why,
        "sign with the key that the key ceremony certified for this registration authority");
  }

  static Problem notOffered(String why) {
    return new Problem(
        Kind.REFUSED, "order-not-offered", NOT_ACCEPTED, why, "order tier V1, kind enrolment");
  }

  static Problem expired() {
    return new Problem(
        Kind.REFUSED,
        "order-expired",
        NOT_ACCEPTED,
        "the present time is not between iat and exp of the order",
        "sign a new order and check the clock");
  }

  static Problem otherBytes(String jti) {
    return new Problem(
        Kind.CONFLICT,
        "order-differs",
        NOT_ACCEPTED,
        "a statement with jti " + jti + " was accepted before and has other bytes",
        "repeat the accepted statement byte for byte, or sign one with a new jti");
  }

  static Problem otherSecret(String claim) {
    return new Problem(
        Kind.REFUSED,
        "order-secret-differs",
        NOT_ACCEPTED,
        "the secret beside the order is not the one that claim " + claim + " names",
        "send the JWE whose SHA-256 stands in the order");
  }

  static Problem tier(AssuranceTier tier) {
    return new Problem(
        Kind.FORBIDDEN,
        "tier-not-allowed",
        NOT_ACCEPTED,
        "this registration authority may not order tier " + tier,
        ASK_OPERATOR);
  }

  static Problem mailDomain(Mailbox mailbox) {
    return new Problem(
        Kind.FORBIDDEN,
        "mail-domain-not-allowed",
        NOT_ACCEPTED,
        "this registration authority may not order for mail domain " + mailbox.domain(),
        ASK_OPERATOR);
  }

  static Problem profile(ProfileName profile) {
    return new Problem(
        Kind.FORBIDDEN,
        "profile-not-allowed",
        NOT_ACCEPTED,
        "this registration authority may not order profile " + profile,
        ASK_OPERATOR);
  }

  static Problem quota(int quota) {
    return new Problem(
        Kind.TOO_MANY,
        "daily-quota-spent",
        NOT_ACCEPTED,
        "the daily quota of " + quota + " orders of this registration authority is spent",
        "repeat it later, or ask the operator of the CA for a higher quota");
  }

  static Problem referenceTaken(Reference reference) {
    return new Problem(
        Kind.CONFLICT,
        "reference-taken",
        NOT_ACCEPTED,
        "another order is in force for reference " + reference,
        "sign an order that supersedes it while it is unused, or choose another reference");
  }

  static Problem inUse(Reference reference) {
    return new Problem(
        Kind.CONFLICT,
        "order-in-use",
        NOT_ACCEPTED,
        "the order " + reference + " is in use, revoked or spent and cannot be superseded",
        "start a new enrolment");
  }

  static Problem ownerNotProved(OwnerId owner, String why) {
    return new Problem(
        Kind.FORBIDDEN,
        "owner-not-proved",
        NOT_ACCEPTED,
        "owner " + owner + " is known and the order does not prove that it comes from him: " + why,
        "let the applicant sign the enrolment reference with a valid signing certificate of that"
            + " owner, or order for a new owner");
  }

  static Problem ended(Duration over) {
    return new Problem(
        Kind.REFUSED,
        "validation-expired",
        NOT_ACCEPTED,
        "the validation records behind the order ended " + over.toSeconds() + " seconds ago",
        "validate the applicant again");
  }

  static Problem revalidationByOfficers(AssuranceTier tier) {
    return new Problem(
        Kind.REFUSED,
        "revalidation-not-offered",
        NOT_ACCEPTED,
        "an order of tier "
            + tier
            + " is extended by a new decision of validation officers, which is not offered yet;"
            + " by a mailbox proof alone only V1 is",
        "start a new enrolment for the applicant");
  }

  static Problem extendsAnother(String jti) {
    return new Problem(
        Kind.CONFLICT,
        "extends-another-statement",
        NOT_ACCEPTED,
        "statement " + jti + ", which it extends, is not the one in force for its reference",
        "ask which one is in force, and sign a re-validation of that");
  }

  static Problem notExtendable(OrderOutcome.State state) {
    return new Problem(
        Kind.CONFLICT,
        "order-not-extendable",
        NOT_ACCEPTED,
        "the order is " + state + "; extended are orders under which a certificate is in use",
        "start a new enrolment for the applicant");
  }

  static Problem notLater(Instant found, Instant inForce) {
    return new Problem(
        Kind.CONFLICT,
        "revalidation-not-later",
        NOT_ACCEPTED,
        "reusableUntil is " + found + ", the order may be used until " + inForce + " already",
        "nothing has to be done before that time");
  }

  static Problem tooFar(Duration limit) {
    return new Problem(
        Kind.REFUSED,
        "revalidation-too-far",
        NOT_ACCEPTED,
        "reusableUntil is more than "
            + limit.toDays()
            + " days after iat, for which a mailbox proof may be used again",
        "state the end of the new mailbox proof");
  }

  static Problem unknownOrder(Reference reference) {
    return new Problem(
        Kind.UNKNOWN,
        "order-unknown",
        "there is no such order",
        "no order " + reference + " of this registration authority is known",
        "check the reference");
  }

  static Problem unknownCertificate() {
    return new Problem(
        Kind.UNKNOWN,
        "certificate-unknown",
        "nothing was revoked",
        "the order has no certificate with that serial number",
        "check serial number and reference");
  }
}
