package org.vouchseal.issuing.cmp.genm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.cmp.CRLSource;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;
import org.vouchseal.issuing.x509.CertificateAddresses;
import org.vouchseal.model.directory.PkiDirectory;

/**
 * Which of our issuers a client means by a source of lists: by its name, or by the address that
 * certificates carry. Nothing is fetched from anywhere (RFC 9810 §5.3.19.17).
 */
final class ListSources {

  private static final List<String> ISSUERS = List.of("root", "smime", "trust");

  private final Map<String, X500Name> names;
  private final CertificateAddresses addresses;

  private ListSources(Map<String, X500Name> names, CertificateAddresses addresses) {
    this.names = names;
    this.addresses = addresses;
  }

  static ListSources of(PkiDirectory directory) {
    Map<String, X500Name> names = new LinkedHashMap<>();
    ISSUERS.forEach(
        issuer ->
            names.put(issuer, Certificate.getInstance(directory.certificate(issuer)).getSubject()));
    return new ListSources(
        names, new CertificateAddresses(directory.publicUrl(), directory.name()));
  }

  /** The address of an issuer's list. */
  String address(String issuer) {
    return addresses.crl(issuer);
  }

  /** The issuer whose list is meant; empty when it is none of ours. */
  Optional<String> issuer(CRLSource source) {
    return namesOf(source).flatMap(name -> issuer(name).stream()).findFirst();
  }

  private static Stream<GeneralName> namesOf(CRLSource source) {
    @Nullable DistributionPointName point = source.getDpn();
    if (point == null) {
      return Stream.of(source.getIssuer().getNames());
    }
    return point.getType() == DistributionPointName.FULL_NAME
        ? Stream.of(GeneralNames.getInstance(point.getName()).getNames())
        : Stream.empty();
  }

  private Optional<String> issuer(GeneralName name) {
    return ISSUERS.stream().filter(issuer -> means(name, issuer)).findFirst();
  }

  private boolean means(GeneralName name, String issuer) {
    return switch (name.getTagNo()) {
      case GeneralName.directoryName ->
          X500Name.getInstance(name.getName()).equals(names.get(issuer));
      case GeneralName.uniformResourceIdentifier ->
          ASN1IA5String.getInstance(name.getName()).getString().equals(address(issuer));
      default -> false;
    };
  }
}
