package org.vouchseal.keyservice.jose;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.vouchseal.keyservice.order.OrderVerifier;
import org.vouchseal.messages.order.OrderReader;
import org.vouchseal.messages.order.SignedRequestReader;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.RevalidationOrder;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;
import org.vouchseal.model.directory.RegistrationAuthorityEntry.Speech;

/**
 * Verifies orders with the certificates of the registration authorities in the ceremony's folder,
 * and that each may order such a tier, such a mailbox and such a profile.
 */
public final class DirectoryOrderVerifier implements OrderVerifier {

  private static final String EVERY_DOMAIN = "*";

  private final OrderReader orders;
  private final SignedRequestReader requests;
  private final Supplier<List<RegistrationAuthorityEntry>> authorities;

  /**
   * A verifier.
   *
   * @param authorities asked anew for each order
   */
  public DirectoryOrderVerifier(
      OrderReader orders,
      SignedRequestReader requests,
      Supplier<List<RegistrationAuthorityEntry>> authorities) {
    this.orders = orders;
    this.requests = requests;
    this.authorities = authorities;
  }

  @Override
  public Outcome<EnrolmentOrder, String> verify(String statement) {
    Optional<String> signer = OrderReader.claimedSigner(statement);
    return signer.isPresent() ? order(statement, signer.get()) : request(statement);
  }

  private Outcome<EnrolmentOrder, String> order(String jws, String name) {
    return Outcome.of(
            find(entry -> entry.speech() == Speech.ORDERS && entry.name().equals(name)),
            () -> "the order names no registration authority of ours")
        .then(authority -> order(jws, authority));
  }

  @Override
  public Outcome<RevalidationOrder, String> revalidation(String jws, EnrolmentOrder order) {
    return Outcome.of(
            find(entry -> entry.speech() == Speech.ORDERS && entry.name().equals(order.ra())),
            () -> "the re-validation is of no registration authority of ours")
        .then(
            authority ->
                orders
                    .order(jws, authority.name(), subjectPublicKeyInfo(authority))
                    .<Outcome<RevalidationOrder, String>>fold(
                        read ->
                            read.<Outcome<RevalidationOrder, String>>fold(
                                enrolment -> Outcome.refused("the re-validation is an order"),
                                revocation -> Outcome.refused("the re-validation revokes"),
                                Outcome::of,
                                directory -> Outcome.refused("the re-validation is a wish")),
                        problem ->
                            Outcome.refused("the re-validation does not hold: " + problem.why())));
  }

  private Outcome<EnrolmentOrder, String> order(String jws, RegistrationAuthorityEntry authority) {
    return orders
        .order(jws, authority.name(), subjectPublicKeyInfo(authority))
        .<Outcome<EnrolmentOrder, String>>fold(
            order ->
                order.<Outcome<EnrolmentOrder, String>>fold(
                    enrolment -> permitted(enrolment, authority),
                    revocation -> Outcome.refused("the order is one of revocation"),
                    revalidation -> Outcome.refused("the order is one of re-validation"),
                    directory -> Outcome.refused("the order is a wish about the look-up")),
            problem -> Outcome.refused("the order does not hold: " + problem.why()));
  }

  /** A request that a registration authority signed is an order as well. */
  private Outcome<EnrolmentOrder, String> request(String statement) {
    Optional<byte[]> certificate = requests.claimedSigner(statement);
    Optional<RegistrationAuthorityEntry> authority =
        certificate.flatMap(
            der ->
                find(
                    entry ->
                        entry.speech() == Speech.CMP && Arrays.equals(entry.certificate(), der)));
    return Outcome.of(
            authority.flatMap(
                entry ->
                    requests
                        .order(statement, entry.name(), entry.certificate())
                        .map(order -> Map.entry(entry, order))),
            () -> "the order is signed by no registration authority of ours")
        .then(proved -> permitted(proved.getValue(), proved.getKey()));
  }

  private Optional<RegistrationAuthorityEntry> find(Predicate<RegistrationAuthorityEntry> wanted) {
    return authorities.get().stream().filter(wanted).findFirst();
  }

  private static Outcome<EnrolmentOrder, String> permitted(
      EnrolmentOrder order, RegistrationAuthorityEntry ra) {
    if (!ra.tiers().contains(order.tier().name())) {
      return refused(ra, "tier " + order.tier());
    }
    for (Mailbox mailbox : order.mailboxes()) {
      if (!ra.mailDomains().contains(EVERY_DOMAIN)
          && !ra.mailDomains().contains(mailbox.domain())) {
        return refused(ra, "mail domain " + mailbox.domain());
      }
    }
    if (order.profiles().contains(ProfileName.ENCRYPTION_COMPAT) && !ra.encryptionCompat()) {
      return refused(ra, "profile encryption-compat");
    }
    if (order.profiles().contains(ProfileName.ENCRYPTION_CLIENT) && !ra.encryptionClient()) {
      return refused(ra, "profile encryption-client");
    }
    return Outcome.of(order);
  }

  private static Outcome<EnrolmentOrder, String> refused(
      RegistrationAuthorityEntry ra, String what) {
    return Outcome.refused("registration authority " + ra.name() + " may not order " + what);
  }

  private static byte[] subjectPublicKeyInfo(RegistrationAuthorityEntry entry) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(entry.certificate()))
          .getPublicKey()
          .getEncoded();
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "the certificate of registration authority " + entry.name() + " cannot be read", e);
    }
  }
}
