package org.vouchseal.issuing.x509;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierId;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.vouchseal.issuing.key.SubjectKey;
import org.vouchseal.issuing.key.UnreadableKey;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.KeyFamily;
import org.vouchseal.issuing.profile.KeyUsageBit;
import org.vouchseal.issuing.profile.OwnOids;
import org.vouchseal.issuing.profile.StatusPointer;
import org.vouchseal.model.Mailbox;

/**
 * Composes the exact DER of a TBSCertificate (RFC 5280 §4.1) from profile, names and key. Needs no
 * database and no key; the same content gives the same octets. Decides nothing: the linter does.
 */
public final class TbsComposer {

  /** id-on-SmtpUTF8Mailbox (RFC 9598 §3). */
  static final ASN1ObjectIdentifier SMTP_UTF8_MAILBOX =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9");

  private final CertificateAddresses addresses;
  private final Map<String, PolicyInformation> policies = new ConcurrentHashMap<>();

  public TbsComposer(CertificateAddresses addresses) {
    this.addresses = addresses;
  }

  /** The name of the CA, if it is one of several. */
  public Optional<String> caName() {
    return addresses.name();
  }

  /**
   * DER of the TBSCertificate.
   *
   * @param reservedPolicy whether the policy OID of the CA/Browser Forum is asserted beside our own
   * @throws IllegalArgumentException when the key is unreadable or of a family without key usage
   */
  public byte[] compose(CertificateContent content, boolean reservedPolicy) {
    SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(content.subjectPublicKeyInfo());
    X500Name subject = DistinguishedNames.encode(content.subject());
    V3TBSCertificateGenerator tbs = new V3TBSCertificateGenerator();
    tbs.setSerialNumber(new ASN1Integer(content.serial().value()));
    tbs.setSignature(TbsSigner.identifier(content.signature()));
    tbs.setIssuer(content.issuer().map(ca -> X500Name.getInstance(ca.subject())).orElse(subject));
    tbs.setStartDate(new Time(Date.from(content.validity().notBefore())));
    tbs.setEndDate(new Time(Date.from(content.validity().notAfter())));
    tbs.setSubject(subject);
    tbs.setSubjectPublicKeyInfo(key);
    try {
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      addKeyIdentifiers(extensions, content, key);
      addUsage(extensions, content);
      addPolicies(extensions, content, reservedPolicy);
      addMailboxes(extensions, content);
      addPointers(extensions, content);
      addOthers(extensions, content.profile());
      tbs.setExtensions(extensions.generate());
      TBSCertificate composed = tbs.generateTBSCertificate();
      return composed.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode the certificate", e);
    }
  }

  private static void addKeyIdentifiers(
      ExtensionsGenerator extensions, CertificateContent content, SubjectPublicKeyInfo key)
      throws IOException {
    if (content.issuer().isPresent()) {
      extensions.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(content.issuer().get().subjectKeyIdentifier()));
    }
    extensions.addExtension(
        Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(key)));
  }

  /** SHA-1 of the key's bits (RFC 5280 §4.2.1.2, method 1); a name, not a protection. */
  static byte[] keyIdentifier(SubjectPublicKeyInfo key) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(key.getPublicKeyData().getBytes());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-1", impossible);
    }
  }

  private static void addUsage(ExtensionsGenerator extensions, CertificateContent content)
      throws IOException {
    CertificateProfile profile = content.profile();
    switch (profile.basicConstraints()) {
      case ABSENT -> {}
      case CA ->
          extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      case CA_PATH_0 ->
          extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    }
    int bits = 0;
    for (KeyUsageBit bit : usage(content)) {
      bits |= 1 << (7 - bit.number());
    }
    extensions.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
    if (!profile.extendedKeyUsage().isEmpty()) {
      KeyPurposeId[] purposes =
          profile.extendedKeyUsage().stream()
              .map(p -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(p.oid())))
              .toArray(KeyPurposeId[]::new);
      extensions.addExtension(
          Extension.extendedKeyUsage,
          profile.extendedKeyUsageCritical(),
          new ExtendedKeyUsage(purposes));
    }
  }

  private static Set<KeyUsageBit> usage(CertificateContent content) {
    KeyFamily family;
    try {
      SubjectKey key = new BouncyCastleKeyReader().read(content.subjectPublicKeyInfo());
      family = key.family();
    } catch (UnreadableKey e) {
      throw new IllegalArgumentException("a key that was not checked", e);
    }
    Set<KeyUsageBit> bits = content.profile().keyUsage().get(family);
    if (bits == null) {
      throw new IllegalArgumentException(
          content.profile().name() + " has no key usage for " + family + " keys");
    }
    return bits;
  }

  private void addPolicies(
      ExtensionsGenerator extensions, CertificateContent content, boolean reservedPolicy)
      throws IOException {
    List<String> oids = content.profile().policies().oids(content.tier(), reservedPolicy);
    if (oids.isEmpty()) {
      return;
    }
    PolicyInformation[] policies =
        oids.stream()
            .map(oid -> this.policies.computeIfAbsent(oid, this::policy))
            .toArray(PolicyInformation[]::new);
    extensions.addExtension(
        Extension.certificatePolicies, false, new CertificatePolicies(policies));
  }

  private PolicyInformation policy(String oid) {
    // interned: a component of 128 bits is dear to read, and the linter reads it again and again
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid).intern();
    if (!oid.startsWith(OwnOids.ARC)) {
      return new PolicyInformation(id);
    }
    PolicyQualifierInfo cps =
        new PolicyQualifierInfo(
            PolicyQualifierId.id_qt_cps, new DERIA5String(addresses.practiceStatement()));
    return new PolicyInformation(id, new DERSequence(cps));
  }

  private static void addMailboxes(ExtensionsGenerator extensions, CertificateContent content)
      throws IOException {
    if (content.mailboxes().isEmpty()) {
      return;
    }
    GeneralName[] names =
        content.mailboxes().stream().map(TbsComposer::mailbox).toArray(GeneralName[]::new);
    boolean critical = content.subject().attributes().isEmpty();
    extensions.addExtension(Extension.subjectAlternativeName, critical, new GeneralNames(names));
  }

  /** rfc822Name where it can hold the address, else SmtpUTF8Mailbox, never both (RFC 9598 §3). */
  private static GeneralName mailbox(Mailbox mailbox) {
    return mailbox.isAscii()
        ? new GeneralName(GeneralName.rfc822Name, new DERIA5String(mailbox.address()))
        : new GeneralName(
            GeneralName.otherName,
            new OtherName(SMTP_UTF8_MAILBOX, new DERUTF8String(mailbox.address())));
  }

  private void addPointers(ExtensionsGenerator extensions, CertificateContent content)
      throws IOException {
    Optional<IssuerCertificate> issuer = content.issuer();
    Set<StatusPointer> pointers = content.profile().pointers();
    if (issuer.isEmpty() || pointers.isEmpty()) {
      return;
    }
    String name = issuer.get().name();
    if (pointers.contains(StatusPointer.CRL)) {
      String list = content.crlScope().orElseThrow().list();
      DistributionPointName point = CrlCodec.point(addresses.crl(list));
      extensions.addExtension(
          Extension.cRLDistributionPoints,
          false,
          new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(point, null, null)}));
    }
    List<AccessDescription> access = new ArrayList<>();
    if (pointers.contains(StatusPointer.OCSP)) {
      access.add(new AccessDescription(AccessDescription.id_ad_ocsp, uri(addresses.ocsp())));
    }
    if (pointers.contains(StatusPointer.CA_ISSUERS)) {
      access.add(
          new AccessDescription(AccessDescription.id_ad_caIssuers, uri(addresses.caIssuers(name))));
    }
    if (!access.isEmpty()) {
      extensions.addExtension(
          Extension.authorityInfoAccess,
          false,
          new AuthorityInformationAccess(access.toArray(AccessDescription[]::new)));
    }
  }

  private static GeneralName uri(String address) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, new DERIA5String(address));
  }

  private static void addOthers(ExtensionsGenerator extensions, CertificateProfile profile)
      throws IOException {
    if (profile.noCheck()) {
      extensions.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
    }
    if (!profile.smimeCapabilities().isEmpty()) {
      ASN1EncodableVector capabilities = new ASN1EncodableVector();
      profile.smimeCapabilities().stream()
          .map(c -> new DERSequence(new ASN1ObjectIdentifier(c.oid())))
          .forEach(capabilities::add);
      ASN1Encodable list = new DERSequence(capabilities);
      extensions.addExtension(
          Objects.requireNonNull(PKCSObjectIdentifiers.pkcs_9_at_smimeCapabilities), false, list);
    }
  }
}
