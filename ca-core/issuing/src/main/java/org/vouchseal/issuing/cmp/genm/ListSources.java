package org.vouchseal.issuing.cmp.genm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.model.directory.PkiDirectory;

/**
 * Which of our lists a client means by a source: by the name of its issuer the list of all, by the
 * address that certificates carry that list, which may be the one of a shard. Nothing is fetched
 * from anywhere (RFC 9810 §5.3.19.17).
 */
final class ListSources {

  private static final List<String> ISSUERS = List.of("root", "smime", "trust");

  private final Map<X500Name, String> byName;
  private final Map<String, String> byAddress;
  private final CertificateAddresses addresses;

  private ListSources(Map<X500Name, String> byName, CertificateAddresses addresses) {
    this.byName = byName;
    this.addresses = addresses;
    this.byAddress =
        Stream.concat(byName.values().stream(), shards())
            .collect(Collectors.toMap(addresses::crl, Function.identity()));
  }

  /** Every shard that there may be: which of them have lists is in the database. */
  private static Stream<String> shards() {
    return IntStream.rangeClosed(1, CrlScope.MOST_SHARDS)
        .mapToObj(shard -> new CrlScope(CrlScope.SHARDED_ISSUER, shard).list());
  }

  static ListSources of(PkiDirectory directory) {
    Map<X500Name, String> names = new LinkedHashMap<>();
    ISSUERS.forEach(
        issuer ->
            names.put(Certificate.getInstance(directory.certificate(issuer)).getSubject(), issuer));
    return new ListSources(
        names, new CertificateAddresses(directory.publicUrl(), directory.name()));
  }

  /** The address of a list. */
  String address(String list) {
    return addresses.crl(list);
  }

  /**
   * The list that is meant; empty when it can be none of ours. That of a shard need not be there.
   */
  Optional<String> list(CRLSource source) {
    return namesOf(source).flatMap(name -> list(name).stream()).findFirst();
  }

  /** Whether it is the list of all certificates of an issuer. */
  boolean isOfIssuer(String list) {
    return byName.containsValue(list);
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

  private Optional<String> list(GeneralName name) {
    return switch (name.getTagNo()) {
      case GeneralName.directoryName ->
          Optional.ofNullable(byName.get(X500Name.getInstance(name.getName())));
      case GeneralName.uniformResourceIdentifier ->
          Optional.ofNullable(byAddress.get(ASN1IA5String.getInstance(name.getName()).getString()));
      default -> Optional.empty();
    };
  }
}
