package org.vouchseal.keyservice.jose;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.keyservice.order.OrderVerifier;
import org.vouchseal.messages.order.OrderReader;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;

/**
 * Verifies orders with the certificates of the registration authorities in the ceremony's folder,
 * and that each may order such a tier, such a mailbox and such a profile.
 */
public final class DirectoryOrderVerifier implements OrderVerifier {

  private static final String EVERY_DOMAIN = "*";

  private final OrderReader reader;
  private final Map<String, Authority> authorities = new HashMap<>();

  private record Authority(RegistrationAuthorityEntry entry, byte[] subjectPublicKeyInfo) {}

  public DirectoryOrderVerifier(
      OrderReader reader, List<RegistrationAuthorityEntry> registrationAuthorities) {
    this.reader = reader;
    for (RegistrationAuthorityEntry entry : registrationAuthorities) {
      authorities.put(entry.name(), new Authority(entry, subjectPublicKeyInfo(entry)));
    }
  }

  @Override
  public Outcome<EnrolmentOrder, String> verify(String orderJws) {
    Outcome<Authority, String> named =
        Outcome.of(
            OrderReader.claimedSigner(orderJws)
                .flatMap(name -> Optional.ofNullable(authorities.get(name))),
            () -> "the order names no registration authority of ours");
    return named.then(authority -> verify(orderJws, authority));
  }

  private Outcome<EnrolmentOrder, String> verify(String orderJws, Authority authority) {
    return reader
        .order(orderJws, authority.entry().name(), authority.subjectPublicKeyInfo())
        .<Outcome<EnrolmentOrder, String>>fold(
            order ->
                order.<Outcome<EnrolmentOrder, String>>fold(
                    enrolment -> permitted(enrolment, authority.entry()),
                    revocation -> Outcome.refused("the order is one of revocation"),
                    revalidation -> Outcome.refused("the order is one of re-validation")),
            problem -> Outcome.refused("the order does not hold: " + problem.why()));
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
