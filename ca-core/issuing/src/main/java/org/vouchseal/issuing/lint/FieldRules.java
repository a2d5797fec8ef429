package org.vouchseal.issuing.lint;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Time;
import org.vouchseal.issuing.key.SubjectKey;
import org.vouchseal.issuing.profile.KeyFamily;
import org.vouchseal.issuing.x509.IssuerCertificate;

/** Rules for the fields outside the extensions. */
final class FieldRules {

  static final List<LintRule> ALL =
      List.of(
          new Version(),
          new ExactDer(),
          new Serial(),
          new SignatureIdentifier(),
          new IssuerName(),
          new ValidityLength(),
          new ValidityWithinIssuer(),
          new TimeEncoding(),
          new NoUniqueIds(),
          new KeyKind());

  private FieldRules() {}

  static final class Version extends LintRule {
    Version() {
      super("version-3", "RFC 5280 4.1.2.1");
    }

    /** [0] { INTEGER 2 }: BouncyCastle takes any tag here, so the octets decide. */
    @Override
    Optional<String> fault(LintInput in) {
      byte[] found = LintInput.encoded(in.fields().getObjectAt(0));
      String text = HexFormat.of().formatHex(found);
      return unless(text.equals("a003020102"), () -> "version " + text + ", must be a003020102");
    }
  }

  static final class ExactDer extends LintRule {
    ExactDer() {
      super("exact-der", "RFC 5280 4.1; X.690 10");
    }

    @Override
    Optional<String> fault(LintInput in) {
      if (!Arrays.equals(LintInput.encoded(in.tbs()), in.der())) {
        return Optional.of("encoding it anew as DER gives other octets");
      }
      if (!Arrays.equals(LintInput.encoded(in.tbs().getExtensions()), in.extensionOctets())) {
        return Optional.of("encoding the extensions anew gives other octets");
      }
      for (ASN1ObjectIdentifier id : in.extensionIds()) {
        Extension extension = in.tbs().getExtensions().getExtension(id);
        byte[] octets = extension.getExtnValue().getOctets();
        if (!Arrays.equals(LintInput.encoded(in.value(extension)), octets)) {
          return Optional.of("encoding extension " + id.getId() + " anew gives other octets");
        }
      }
      return Optional.empty();
    }
  }

  static final class Serial extends LintRule {
    Serial() {
      super("serial-form", "SBR 7.1; RFC 5280 4.1.2.2; own: 16 octets beginning with bits 01");
    }

    @Override
    Optional<String> fault(LintInput in) {
      BigInteger serial = in.tbs().getSerialNumber().getValue();
      return unless(
          serial.signum() > 0 && serial.bitLength() == 127,
          () -> "serial number of " + serial.bitLength() + " bits, must be positive and have 127");
    }
  }

  static final class SignatureIdentifier extends LintRule {
    /** DER of the AlgorithmIdentifiers that a key of the CA may sign with, octet by octet. */
    private static final Map<String, Set<String>> ALLOWED =
        Map.of(
            "EC 256", Set.of("300a06082a8648ce3d040302"),
            "EC 384", Set.of("300a06082a8648ce3d040303"),
            "EC 521", Set.of("300a06082a8648ce3d040304"),
            "RSA",
                Set.of(
                    "300d06092a864886f70d01010b0500",
                    "300d06092a864886f70d01010c0500",
                    "300d06092a864886f70d01010d0500"),
            "ED25519", Set.of("300506032b6570"));

    SignatureIdentifier() {
      super("signature-identifier", "SBR 7.1.3.2");
    }

    @Override
    Optional<String> fault(LintInput in) {
      String found = HexFormat.of().formatHex(LintInput.encoded(in.tbs().getSignature()));
      String key = in.issuerKey().map(SignatureIdentifier::kind).orElse("unreadable");
      return unless(
          ALLOWED.getOrDefault(key, Set.of()).contains(found),
          () ->
              "AlgorithmIdentifier "
                  + found
                  + " is not allowed for an issuer's key of kind "
                  + key);
    }

    private static String kind(SubjectKey key) {
      return key.family() == KeyFamily.EC ? "EC " + key.bits() : key.family().name();
    }
  }

  static final class IssuerName extends LintRule {
    IssuerName() {
      super("issuer-name", "SBR 7.1.4.1; RFC 5280 4.1.2.4");
    }

    @Override
    Optional<String> fault(LintInput in) {
      byte[] expected =
          in.issuer()
              .map(IssuerCertificate::subject)
              .orElseGet(() -> LintInput.encoded(in.tbs().getSubject()));
      return unless(
          Arrays.equals(LintInput.encoded(in.tbs().getIssuer()), expected),
          "the issuer is not, octet by octet, the subject of the CA's certificate");
    }
  }

  static final class ValidityLength extends LintRule {
    ValidityLength() {
      super("validity-length", "SBR 6.3.2");
    }

    @Override
    Optional<String> fault(LintInput in) {
      Duration length =
          Duration.between(in.begin(), in.end()).plusSeconds(1); // the last second counts
      Duration longest = in.profile().longestValidity();
      return unless(
          length.compareTo(Duration.ZERO) > 0 && length.compareTo(longest) <= 0,
          () ->
              length.toSeconds()
                  + " s, must be positive and at most "
                  + longest.toSeconds()
                  + " s");
    }
  }

  static final class ValidityWithinIssuer extends LintRule {
    ValidityWithinIssuer() {
      super("validity-within-issuer", "own; RFC 5280 6.1.3 a 2");
    }

    @Override
    Optional<String> fault(LintInput in) {
      if (in.issuer().isEmpty()) {
        return Optional.empty();
      }
      IssuerCertificate ca = in.issuer().get();
      return unless(
          !in.begin().isBefore(ca.notBefore()) && !in.end().isAfter(ca.notAfter()),
          () -> in.begin() + " to " + in.end() + " lies outside the life of " + ca.name());
    }
  }

  static final class TimeEncoding extends LintRule {
    private static final Pattern UTC_TIME = Pattern.compile("[0-9]{12}Z");
    private static final Pattern GENERALIZED_TIME = Pattern.compile("[0-9]{14}Z");
    private static final Instant SWITCH = Instant.parse("2050-01-01T00:00:00Z");

    TimeEncoding() {
      super("time-encoding", "RFC 5280 4.1.2.5");
    }

    @Override
    Optional<String> fault(LintInput in) {
      return unless(
          fits(in.tbs().getStartDate(), in.begin()) && fits(in.tbs().getEndDate(), in.end()),
          "UTCTime through 2049 and GeneralizedTime from 2050, with seconds and Z");
    }

    /** Read off the octets: BouncyCastle gives a time without seconds its seconds. */
    private static boolean fits(Time time, Instant read) {
      byte[] der = LintInput.encoded(time);
      String text = new String(der, 2, der.length - 2, StandardCharsets.US_ASCII);
      boolean utcTime = der[0] == BERTags.UTC_TIME;
      return utcTime == read.isBefore(SWITCH)
          && (utcTime ? UTC_TIME : GENERALIZED_TIME).matcher(text).matches();
    }
  }

  static final class NoUniqueIds extends LintRule {
    NoUniqueIds() {
      super("no-unique-ids", "RFC 5280 4.1.2.8");
    }

    @Override
    Optional<String> fault(LintInput in) {
      return unless(
          in.tbs().getIssuerUniqueId() == null && in.tbs().getSubjectUniqueId() == null,
          "issuerUniqueID or subjectUniqueID is there");
    }
  }

  static final class KeyKind extends LintRule {
    KeyKind() {
      super("key-kind", "SBR 6.1.5, 6.1.6, 7.1.3.1");
    }

    @Override
    Optional<String> fault(LintInput in) {
      Optional<SubjectKey> key = in.key();
      if (key.isEmpty()) {
        return Optional.of("the public key is not encoded in an allowed form");
      }
      SubjectKey found = key.get();
      int exponent = in.profile().rsaExponent();
      if (found instanceof SubjectKey.Rsa rsa && !isSound(rsa, exponent)) {
        return Optional.of(
            "RSA modulus of "
                + rsa.bits()
                + " bits and exponent "
                + rsa.exponent()
                + ", must be whole octets and "
                + exponent);
      }
      return unless(
          in.profile().keys().stream().anyMatch(r -> r.allows(found.family(), found.bits())),
          () ->
              found.family() + " key of " + found.bits() + " bits, allowed " + in.profile().keys());
    }

    private static boolean isSound(SubjectKey.Rsa key, int exponent) {
      return key.bits() % 8 == 0 && key.exponent().equals(BigInteger.valueOf(exponent));
    }
  }
}
