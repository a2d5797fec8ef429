package org.vouchseal.issuing.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Canonical;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;

/**
 * The order in force for a reference: the only source of names in certificates.
 *
 * @param reference its name, the senderKID of messages under its secret
 * @param ra the registration authority that signed
 * @param jti of the statement in force
 * @param tenant the customer
 * @param owner who will own certificates and keys
 * @param tier what was validated
 * @param subject approved subject names
 * @param mailboxes approved mailboxes, at least one
 * @param profiles profiles that may be used
 * @param validity how long certificates shall live at most
 * @param reusableUntil after it nothing is issued under the order
 * @param caseDigest SHA-256 of the case content, lower-case hexadecimal
 * @param acceptedAt when the statement in force was accepted
 * @param secretUntil when the secret ends unspent, exclusive
 * @param state whether the order may be used at all
 * @param secret the sealed CMP secret; empty once it is spent or erased
 */
public record Order(
    Reference reference,
    String ra,
    String jti,
    TenantId tenant,
    OwnerId owner,
    AssuranceTier tier,
    SubjectName subject,
    List<Mailbox> mailboxes,
    List<ProfileName> profiles,
    Duration validity,
    Instant reusableUntil,
    String caseDigest,
    Instant acceptedAt,
    Instant secretUntil,
    State state,
    Optional<Wrapped> secret) {

  /** Whether an order may be used. */
  public enum State {
    OPEN,
    REVOKED
  }

  public Order {
    mailboxes = List.copyOf(mailboxes);
    profiles = List.copyOf(profiles);
  }

  /**
   * The order that a statement of a registration authority puts in force.
   *
   * @param secret the sealed CMP secret, if it brings one
   */
  static Order inForce(
      EnrolmentOrder ordered, Instant now, Duration secretLife, Optional<Wrapped> secret) {
    return new Order(
        ordered.reference(),
        ordered.ra(),
        ordered.jti(),
        ordered.tenant(),
        ordered.owner(),
        ordered.tier(),
        ordered.subject(),
        ordered.mailboxes(),
        ordered.profiles(),
        ordered.validity(),
        ordered.reusableUntil(),
        ordered.caseDigest(),
        now,
        now.plus(secretLife),
        State.OPEN,
        secret);
  }

  /** The first claim in which a statement says something else; empty when there is none. */
  Optional<String> differenceFrom(EnrolmentOrder signed) {
    return Stream.of(
            Map.entry("reference", reference.equals(signed.reference())),
            Map.entry("iss", ra.equals(signed.ra())),
            Map.entry("jti", jti.equals(signed.jti())),
            Map.entry("tenant", tenant.equals(signed.tenant())),
            Map.entry("owner", owner.equals(signed.owner())),
            Map.entry("tier", tier == signed.tier()),
            Map.entry("subject", subject.equals(signed.subject())),
            Map.entry("mailboxes", mailboxes.equals(signed.mailboxes())),
            Map.entry("profiles", profiles.equals(signed.profiles())),
            Map.entry("validitySeconds", validity.equals(signed.validity())),
            Map.entry("reusableUntil", reusableUntil.equals(signed.reusableUntil())),
            Map.entry("caseDigest", caseDigest.equals(signed.caseDigest())))
        .filter(claim -> !claim.getValue())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What the seal of this order's secret is bound to. */
  public static byte[] sealBinding(Reference reference, String jti) {
    return Canonical.of("vouchseal-order-secret-1").text(reference.value()).text(jti).bytes();
  }

  /** Whether it was not revoked. */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether certificates may be issued under it at that time. */
  public boolean usableAt(Instant at) {
    return isOpen() && at.isBefore(reusableUntil);
  }

  /** Whether its secret authenticates messages at that time. */
  public boolean secretUsableAt(Instant at) {
    return usableAt(at) && secret.isPresent() && at.isBefore(secretUntil);
  }

  /** The main mailbox, by which the applicant knows the order. */
  public Mailbox mainMailbox() {
    return mailboxes.get(0);
  }
}
