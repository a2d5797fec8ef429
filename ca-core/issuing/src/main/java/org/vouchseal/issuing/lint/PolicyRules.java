package org.vouchseal.issuing.lint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierId;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.vouchseal.issuing.profile.OwnOids;
import org.vouchseal.issuing.profile.PolicyRule;
import org.vouchseal.issuing.profile.StatusPointer;
import org.vouchseal.issuing.x509.CertificateAddresses;

/** Rules for policies and for the addresses of status services. */
final class PolicyRules {

  static final List<LintRule> ALL =
      List.of(
          new Policies(),
          new ReservedPolicy(),
          new PolicyQualifiers(),
          new RevocationList(),
          new InformationAccess());

  private PolicyRules() {}

  static final class Policies extends LintRule {
    Policies() {
      super("certificate-policies", "SBR 7.1.2.3 a, 7.1.6");
    }

    @Override
    Optional<String> fault(LintInput in) {
      List<String> expected =
          in.profile().policies().oids(in.approved().tier(), in.reservedPolicy());
      List<String> found = policies(in).map(p -> p.getPolicyIdentifier().getId()).toList();
      boolean critical =
          in.extension(Extension.certificatePolicies).map(Extension::isCritical).orElse(false);
      return unless(
          found.equals(expected) && !critical,
          () -> found + ", must be " + expected + ", not critical");
    }
  }

  /** Asserting a reserved OID claims compliance with all of SBR: exactly when it is meant. */
  static final class ReservedPolicy extends LintRule {
    private static final String RESERVED_ARC = "2.23.140.1.5.";

    ReservedPolicy() {
      super("reserved-policy", "SBR 7.1.6.1, generation strict");
    }

    @Override
    Optional<String> fault(LintInput in) {
      List<String> reserved =
          policies(in)
              .map(p -> p.getPolicyIdentifier().getId())
              .filter(oid -> oid.startsWith(RESERVED_ARC))
              .toList();
      if (reserved.stream().anyMatch(oid -> !oid.endsWith(".3"))) {
        return Optional.of(reserved + " are not of the generation strict");
      }
      if (!in.reservedPolicy() && !reserved.isEmpty()) {
        return Optional.of(reserved + " although the switch is off");
      }
      boolean one = in.profile().policies() != PolicyRule.TIER || reserved.size() == 1;
      return unless(
          !in.reservedPolicy() || one, () -> reserved.size() + " reserved policies, must be one");
    }
  }

  static final class PolicyQualifiers extends LintRule {
    private static final Pattern PRACTICE_STATEMENT = Pattern.compile("https?://.+");

    PolicyQualifiers() {
      super("policy-qualifiers", "SBR 7.1.2.3 a; RFC 5280 4.2.1.4");
    }

    @Override
    Optional<String> fault(LintInput in) {
      return policies(in)
          .filter(policy -> !isRight(policy))
          .findFirst()
          .map(
              policy ->
                  policy.getPolicyIdentifier()
                      + ": our own policies have one CPS address of http or https, others none");
    }

    private static boolean isRight(PolicyInformation policy) {
      ASN1Sequence qualifiers = policy.getPolicyQualifiers();
      boolean own = policy.getPolicyIdentifier().getId().startsWith(OwnOids.ARC + ".");
      return own
          ? qualifiers != null
              && qualifiers.size() == 1
              && isPracticeStatement(PolicyQualifierInfo.getInstance(qualifiers.getObjectAt(0)))
          : qualifiers == null;
    }

    private static boolean isPracticeStatement(PolicyQualifierInfo qualifier) {
      return PolicyQualifierId.id_qt_cps.equals(qualifier.getPolicyQualifierId())
          && qualifier.getQualifier() instanceof ASN1IA5String address
          && PRACTICE_STATEMENT.matcher(address.getString()).matches();
    }
  }

  static final class RevocationList extends LintRule {
    private static final Pattern BEFORE_LIST = Pattern.compile("http://[^/?#]+(/[^?#]+)?");

    RevocationList() {
      super("crl-distribution-points", "SBR 7.1.2.3 b; RFC 5280 4.2.1.13");
    }

    @Override
    Optional<String> fault(LintInput in) {
      Optional<Extension> found = in.extension(Extension.cRLDistributionPoints);
      boolean wanted = in.profile().pointers().contains(StatusPointer.CRL);
      if (found.isEmpty() || !wanted) {
        return unless(
            found.isPresent() == wanted, () -> wanted ? "missing" : "not allowed in this profile");
      }
      DistributionPoint[] points =
          CRLDistPoint.getInstance(in.value(found.get())).getDistributionPoints();
      return unless(
          !found.get().isCritical()
              && points.length == 1
              && isPlain(points[0])
              && isOwnList(points[0], in),
          "must be one full name with one http address, that of the list that will carry the"
              + " certificate, not critical");
    }

    /** Of another shard, or another CA there, it would be revoked where nobody looks. */
    private static boolean isOwnList(DistributionPoint point, LintInput in) {
      GeneralName name =
          GeneralNames.getInstance(point.getDistributionPoint().getName()).getNames()[0];
      String list = in.approved().crlScope().orElseThrow().list();
      String path = CertificateAddresses.list(list, in.caName());
      String address = ASN1IA5String.getInstance(name.getName()).getString();
      return address.endsWith(path)
          && BEFORE_LIST.matcher(address.substring(0, address.length() - path.length())).matches();
    }

    private static boolean isPlain(DistributionPoint point) {
      DistributionPointName name = point.getDistributionPoint();
      if (name == null
          || name.getType() != DistributionPointName.FULL_NAME
          || point.getReasons() != null
          || point.getCRLIssuer() != null) {
        return false;
      }
      GeneralName[] names = GeneralNames.getInstance(name.getName()).getNames();
      return names.length == 1 && isHttp(names[0]);
    }
  }

  static final class InformationAccess extends LintRule {
    InformationAccess() {
      super("authority-information-access", "SBR 7.1.2.3 c; RFC 5280 4.2.2.1");
    }

    @Override
    Optional<String> fault(LintInput in) {
      TreeSet<String> expected = new TreeSet<>();
      if (in.profile().pointers().contains(StatusPointer.OCSP)) {
        expected.add(AccessDescription.id_ad_ocsp.getId());
      }
      if (in.profile().pointers().contains(StatusPointer.CA_ISSUERS)) {
        expected.add(AccessDescription.id_ad_caIssuers.getId());
      }
      Optional<Extension> found = in.extension(Extension.authorityInfoAccess);
      if (found.isEmpty()) {
        return unless(expected.isEmpty(), () -> "missing " + expected);
      }
      List<AccessDescription> all =
          List.of(
              AuthorityInformationAccess.getInstance(in.value(found.get()))
                  .getAccessDescriptions());
      List<String> methods =
          new ArrayList<>(all.stream().map(a -> a.getAccessMethod().getId()).sorted().toList());
      boolean http = all.stream().allMatch(a -> isHttp(a.getAccessLocation()));
      return unless(
          !found.get().isCritical() && http && methods.equals(List.copyOf(expected)),
          () -> methods + ", must be " + expected + " by http, not critical");
    }
  }

  private static boolean isHttp(GeneralName name) {
    return name.getTagNo() == GeneralName.uniformResourceIdentifier
        && ASN1IA5String.getInstance(name.getName()).getString().startsWith("http://");
  }

  private static Stream<PolicyInformation> policies(LintInput in) {
    return in.extension(Extension.certificatePolicies)
        .map(in::value)
        .map(ASN1Sequence::getInstance)
        .map(CertificatePolicies::getInstance)
        .map(CertificatePolicies::getPolicyInformation)
        .map(Arrays::stream)
        .orElse(Stream.empty());
  }
}
