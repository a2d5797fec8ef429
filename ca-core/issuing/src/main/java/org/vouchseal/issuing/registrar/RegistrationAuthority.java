package org.vouchseal.issuing.registrar;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;
import org.vouchseal.model.directory.RegistrationAuthorityEntry.Speech;

/**
 * A registration authority as the CA side knows it: its pinned key and what it may order.
 *
 * @param name claim {@code iss} of its statements
 * @param speech how it speaks: by signed orders or by CMP messages
 * @param certificate DER of the certificate whose key signs its statements; not copied
 * @param tiers the tiers it may order, at least one
 * @param mailDomains domains it may order for, A-labels; {@code *} stands for every one
 * @param dailyQuota enrolments and re-validations accepted on a day (UTC), at least 0
 * @param encryptionCompat whether it may order the profile {@code encryption-compat}
 * @param encryptionClient whether it may order the profile {@code encryption-client}
 * @param raVerified whether it may vouch for proof of possession
 */
public record RegistrationAuthority(
    String name,
    Speech speech,
    byte[] certificate,
    Set<AssuranceTier> tiers,
    Set<String> mailDomains,
    int dailyQuota,
    boolean encryptionCompat,
    boolean encryptionClient,
    boolean raVerified) {

  private static final String EVERY_DOMAIN = "*";

  /** id-kp-cmcRA (RFC 6402 §2.10, RFC 9480 §2.2). */
  private static final String CMC_RA = "1.3.6.1.5.5.7.3.28";

  public RegistrationAuthority {
    tiers = Set.copyOf(tiers);
    mailDomains = Set.copyOf(mailDomains);
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException("registration authority " + name + " has no tier");
    }
    if (dailyQuota < 0) {
      throw new IllegalArgumentException(
          "daily quota of " + name + " is " + dailyQuota + ", it must not be negative");
    }
  }

  /** The checked form of what the ceremony wrote. */
  public static RegistrationAuthority of(RegistrationAuthorityEntry entry) {
    Set<AssuranceTier> tiers = new TreeSet<>();
    entry.tiers().forEach(tier -> tiers.add(AssuranceTier.valueOf(tier)));
    return new RegistrationAuthority(
        entry.name(),
        entry.speech(),
        entry.certificate(),
        tiers,
        Set.copyOf(entry.mailDomains()),
        entry.dailyQuota(),
        entry.encryptionCompat(),
        entry.encryptionClient(),
        entry.raVerified());
  }

  /** DER of the public key that is pinned for it. */
  public byte[] subjectPublicKeyInfo() {
    return x509().getPublicKey().getEncoded();
  }

  /** Whether the time lies within the validity period of its certificate. */
  public boolean isValidAt(Instant at) {
    return !at.isBefore(x509().getNotBefore().toInstant())
        && !at.isAfter(x509().getNotAfter().toInstant());
  }

  /** Whether it speaks CMP and its certificate says so. */
  boolean speaksCmp() {
    try {
      @Nullable List<String> usages = x509().getExtendedKeyUsage();
      return speech == Speech.CMP && usages != null && usages.contains(CMC_RA);
    } catch (CertificateException e) {
      return false;
    }
  }

  private X509Certificate x509() {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate));
    } catch (CertificateException e) {
      throw new IllegalStateException("the certificate of " + name + " cannot be decoded", e);
    }
  }

  /** Whether what it forwards may belong to this order: its tier and all its mailboxes. */
  public boolean mayForward(Order order) {
    return tiers.contains(order.tier()) && order.mailboxes().stream().allMatch(this::mayOrderFor);
  }

  /** Whether its record allows the profiles that not everybody may order. */
  boolean mayOrder(ProfileName profile) {
    return (!profile.equals(ProfileName.ENCRYPTION_COMPAT) || encryptionCompat)
        && (!profile.equals(ProfileName.ENCRYPTION_CLIENT) || encryptionClient);
  }

  /** Whether it may order for the mailbox; a domain does not include its sub-domains. */
  public boolean mayOrderFor(Mailbox mailbox) {
    return mailDomains.contains(EVERY_DOMAIN) || mailDomains.contains(mailbox.domain());
  }
}
