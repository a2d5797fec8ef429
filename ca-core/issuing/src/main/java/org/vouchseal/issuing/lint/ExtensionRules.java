package org.vouchseal.issuing.lint;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.vouchseal.issuing.key.SubjectKey;
import org.vouchseal.issuing.profile.ExtendedKeyPurpose;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.issuing.profile.KeyUsageBit;
import org.vouchseal.issuing.profile.SmimeCapability;

/** Rules for extensions other than names, policies and addresses. */
final class ExtensionRules {

  private static final ASN1ObjectIdentifier SMIME_CAPABILITIES =
      Objects.requireNonNull(PKCSObjectIdentifiers.pkcs_9_at_smimeCapabilities);

  static final List<LintRule> ALL =
      List.of(
          new KnownExtensions(),
          new CaConstraints(),
          new Usage(),
          new EscrowedUsage(),
          new Purposes(),
          new AuthorityKey(),
          new SubjectKeyName(),
          new NoCheck(),
          new Capabilities());

  private ExtensionRules() {}

  static final class KnownExtensions extends LintRule {
    private static final Set<ASN1ObjectIdentifier> KNOWN =
        Set.of(
            Extension.authorityKeyIdentifier,
            Extension.subjectKeyIdentifier,
            Extension.basicConstraints,
            Extension.keyUsage,
            Extension.extendedKeyUsage,
            Extension.certificatePolicies,
            Extension.subjectAlternativeName,
            Extension.cRLDistributionPoints,
            Extension.authorityInfoAccess,
            OCSPObjectIdentifiers.id_pkix_ocsp_nocheck,
            SMIME_CAPABILITIES);

    KnownExtensions() {
      super("known-extensions", "SBR 7.1.2; RFC 5280 4.2");
    }

    @Override
    Optional<String> fault(LintInput in) {
      List<ASN1ObjectIdentifier> ids = in.extensionIds();
      if (new HashSet<>(ids).size() != ids.size()) {
        return Optional.of("an extension is there twice");
      }
      List<String> foreign =
          ids.stream().filter(id -> !KNOWN.contains(id)).map(ASN1ObjectIdentifier::getId).toList();
      return unless(foreign.isEmpty(), () -> "extensions in no profile: " + foreign);
    }
  }

  static final class CaConstraints extends LintRule {
    CaConstraints() {
      super("basic-constraints", "SBR 7.1.2.1 to 7.1.2.3 d; RFC 5280 4.2.1.9");
    }

    @Override
    Optional<String> fault(LintInput in) {
      Optional<Extension> found = in.extension(Extension.basicConstraints);
      String text = found.map(e -> text(e, in)).orElse("absent");
      String expected =
          switch (in.profile().basicConstraints()) {
            case ABSENT -> "absent";
            case CA -> "critical CA";
            case CA_PATH_0 -> "critical CA path 0";
          };
      return unless(text.equals(expected), () -> text + ", must be " + expected);
    }

    private static String text(Extension extension, LintInput in) {
      BasicConstraints constraints = BasicConstraints.getInstance(in.value(extension));
      return (extension.isCritical() ? "critical" : "not critical")
          + (constraints.isCA() ? " CA" : " end entity")
          + (constraints.getPathLenConstraint() == null
              ? ""
              : " path " + constraints.getPathLenConstraint());
    }
  }

  static final class Usage extends LintRule {
    Usage() {
      super("key-usage", "SBR 7.1.2.3 e; RFC 5280 4.2.1.3");
    }

    @Override
    Optional<String> fault(LintInput in) {
      Optional<Extension> found = in.extension(Extension.keyUsage);
      Optional<SubjectKey> key = in.key();
      if (found.isEmpty() || !found.get().isCritical() || key.isEmpty()) {
        return Optional.of("keyUsage is missing or not critical");
      }
      Set<KeyUsageBit> bits = in.profile().keyUsage().getOrDefault(key.get().family(), Set.of());
      byte[] usage = LintInput.encoded(in.value(found.get()));
      return unless(
          Arrays.equals(usage, LintInput.encoded(expected(bits))),
          () -> "key usage bits are not exactly " + bits.stream().map(KeyUsageBit::label).toList());
    }

    /** Without zero bits at the end (X.690 11.2.2). */
    private static KeyUsage expected(Set<KeyUsageBit> bits) {
      return new KeyUsage(bits.stream().mapToInt(b -> 0x80 >> b.number()).sum());
    }
  }

  /** Gate 5 of the escrow: independent of the profile tables on purpose. */
  static final class EscrowedUsage extends LintRule {
    private static final int ENCRYPTION = 0x8000 >> 2 | 0x8000 >> 4;

    EscrowedUsage() {
      super("escrowed-key-usage", "own: escrow gate 5; SBR 4.12.1");
    }

    @Override
    Optional<String> fault(LintInput in) {
      int bits =
          in.extension(Extension.keyUsage)
              .map(e -> octets(KeyUsage.getInstance(in.value(e))))
              .orElse(0);
      boolean encryptionOnly = bits != 0 && (bits & ~ENCRYPTION) == 0;
      boolean encryptionAtAll = (bits & ENCRYPTION) != 0;
      if (in.profile().keyClass() == KeyClass.ENC) {
        return unless(
            encryptionOnly, "a key in escrow may have keyEncipherment and keyAgreement only");
      }
      if (in.profile().extendedKeyUsage().equals(List.of(ExtendedKeyPurpose.CMC_ARCHIVE))) {
        return unless(encryptionOnly, "the archive's transport key may have keyEncipherment only");
      }
      return unless(!encryptionAtAll, "a key that is not in escrow may not be for encryption");
    }
  }

  static final class Purposes extends LintRule {
    Purposes() {
      super("extended-key-usage", "SBR 7.1.2.3 f, 7.1.2.2 g");
    }

    @Override
    Optional<String> fault(LintInput in) {
      List<String> expected = in.profile().extendedKeyUsage().stream().map(p -> p.oid()).toList();
      Optional<Extension> found = in.extension(Extension.extendedKeyUsage);
      List<String> purposes =
          found
              .map(e -> ExtendedKeyUsage.getInstance(in.value(e)).getUsages())
              .map(all -> Arrays.stream(all).map(KeyPurposeId::getId).toList())
              .orElse(List.of());
      boolean critical = found.map(Extension::isCritical).orElse(false);
      return unless(
          purposes.equals(expected) && critical == in.profile().extendedKeyUsageCritical(),
          () -> purposes + (critical ? " critical" : "") + ", must be exactly " + expected);
    }
  }

  static final class AuthorityKey extends LintRule {
    AuthorityKey() {
      super("authority-key-identifier", "SBR 7.1.2.3 g; RFC 5280 4.2.1.1");
    }

    @Override
    Optional<String> fault(LintInput in) {
      Optional<Extension> found = in.extension(Extension.authorityKeyIdentifier);
      if (in.issuer().isEmpty()) {
        return unless(found.isEmpty(), "a self-signed certificate needs none");
      }
      if (found.isEmpty() || found.get().isCritical()) {
        return Optional.of("missing or critical");
      }
      byte[] expected =
          LintInput.encoded(new AuthorityKeyIdentifier(in.issuer().get().subjectKeyIdentifier()));
      return unless(
          Arrays.equals(LintInput.encoded(in.value(found.get())), expected),
          "must be the keyIdentifier of the CA and nothing else");
    }
  }

  static final class SubjectKeyName extends LintRule {
    SubjectKeyName() {
      super("subject-key-identifier", "RFC 5280 4.2.1.2 method 1");
    }

    @Override
    Optional<String> fault(LintInput in) {
      Optional<Extension> found = in.extension(Extension.subjectKeyIdentifier);
      if (found.isEmpty() || found.get().isCritical()) {
        return Optional.of("missing or critical");
      }
      byte[] identifier =
          SubjectKeyIdentifier.getInstance(in.value(found.get())).getKeyIdentifier();
      return unless(
          Arrays.equals(
              identifier, sha1(in.tbs().getSubjectPublicKeyInfo().getPublicKeyData().getBytes())),
          "must be the SHA-1 of the key's bits");
    }

    private static byte[] sha1(byte[] octets) {
      try {
        return java.security.MessageDigest.getInstance("SHA-1").digest(octets);
      } catch (java.security.NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("every Java platform has SHA-1", impossible);
      }
    }
  }

  static final class NoCheck extends LintRule {
    NoCheck() {
      super("ocsp-no-check", "RFC 6960 4.2.2.2.1; SBR 4.9.9");
    }

    @Override
    Optional<String> fault(LintInput in) {
      Optional<Extension> found = in.extension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck);
      if (found.isEmpty()) {
        return unless(!in.profile().noCheck(), "missing");
      }
      boolean form = !found.get().isCritical() && DERNull.INSTANCE.equals(in.value(found.get()));
      return unless(in.profile().noCheck() && form, "not allowed here, critical, or not NULL");
    }
  }

  static final class Capabilities extends LintRule {
    Capabilities() {
      super("smime-capabilities", "RFC 4262 2; RFC 8551 2.5.2");
    }

    @Override
    Optional<String> fault(LintInput in) {
      List<SmimeCapability> expected = in.profile().smimeCapabilities();
      Optional<Extension> found = in.extension(SMIME_CAPABILITIES);
      if (found.isEmpty()) {
        return unless(expected.isEmpty(), "missing");
      }
      ASN1Sequence list = ASN1Sequence.getInstance(in.value(found.get()));
      String text =
          Arrays.stream(list.toArray())
              .map(ASN1Sequence::getInstance)
              .map(s -> s.size() == 1 ? s.getObjectAt(0).toString() : "with parameters")
              .collect(Collectors.joining(" "));
      String wanted = expected.stream().map(SmimeCapability::oid).collect(Collectors.joining(" "));
      return unless(
          !found.get().isCritical() && text.equals(wanted) && !expected.isEmpty(),
          () -> text + ", must be " + wanted + " and not critical");
    }
  }

  /** The first 16 bits of a keyUsage, the first bit highest. */
  private static int octets(KeyUsage usage) {
    byte[] bits = usage.getBytes();
    int value = 0;
    for (int i = 0; i < 2; i++) {
      value = value << 8 | (i < bits.length ? bits[i] & 0xff : 0);
    }
    return value;
  }
}
