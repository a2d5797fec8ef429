package org.vouchseal.keyservice.jose;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.keyservice.order.OrderVerdict;
import org.vouchseal.keyservice.order.OrderVerifier;
import org.vouchseal.messages.order.OrderReader;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;

/**
 * Verifies orders with the certificates of the registration authorities in the ceremony's folder,
 * and that each may order such a tier, such a mailbox and such a profile.
 */
public final class DirectoryOrderVerifier implements OrderVerifier {

  private static final String EVERY_DOMAIN = "*";

  private final OrderReader reader;
  private final Map<String, RegistrationAuthorityEntry> authorities = new HashMap<>();
  private final Map<String, byte[]> keys = new HashMap<>();

  public DirectoryOrderVerifier(
      OrderReader reader, List<RegistrationAuthorityEntry> registrationAuthorities) {
    this.reader = reader;
    for (RegistrationAuthorityEntry entry : registrationAuthorities) {
      authorities.put(entry.name(), entry);
      keys.put(entry.name(), subjectPublicKeyInfo(entry));
    }
  }

  @Override
  public OrderVerdict verify(String orderJws) {
    Optional<String> name = OrderReader.claimedSigner(orderJws).filter(authorities::containsKey);
    if (name.isEmpty()) {
      return new OrderVerdict.Invalid("the order names no registration authority of ours");
    }
    String ra = name.get();
    return reader
        .reread(orderJws, ra, keys.get(ra))
        .<OrderVerdict>fold(
            order ->
                order.<OrderVerdict>fold(
                    enrolment -> permitted(enrolment, authorities.get(ra)),
                    revocation -> new OrderVerdict.Invalid("the order is one of revocation")),
            problem -> new OrderVerdict.Invalid("the order does not hold: " + problem.why()));
  }

  private static OrderVerdict permitted(EnrolmentOrder order, RegistrationAuthorityEntry ra) {
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
    return new OrderVerdict.Valid(order);
  }

  private static OrderVerdict refused(RegistrationAuthorityEntry ra, String what) {
    return new OrderVerdict.Invalid(
        "registration authority " + ra.name() + " may not order " + what);
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
