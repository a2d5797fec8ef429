package org.vouchseal.issuing.boot;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.issuing.crl.CrlParts;
import org.vouchseal.issuing.crl.PublishDueCrls;
import org.vouchseal.issuing.crl.PublishingRight;
import org.vouchseal.issuing.issuance.CeremonyImport;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuanceParts;
import org.vouchseal.issuing.issuance.IssueCertificate;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.jdbc.JdbcCertificateStore;
import org.vouchseal.issuing.jdbc.JdbcCrlStore;
import org.vouchseal.issuing.jdbc.JdbcPlanStore;
import org.vouchseal.issuing.jdbc.JdbcRevocationStore;
import org.vouchseal.issuing.key.KeyBlocklist;
import org.vouchseal.issuing.key.PublicKeyCheck;
import org.vouchseal.issuing.lint.Linter;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.responder.CertifyResponder;
import org.vouchseal.issuing.revocation.RevokeCertificate;
import org.vouchseal.issuing.x509.BouncyCastleKeyReader;
import org.vouchseal.issuing.x509.CertificateAddresses;
import org.vouchseal.issuing.x509.CrlCodec;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.issuing.x509.SecondReading;
import org.vouchseal.issuing.x509.TbsComposer;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.persistence.Leases;

/**
 * The core of issuing, put together.
 *
 * @param profiles all profiles
 * @param issuance issues certificates
 * @param certificates finds them
 * @param revocation revokes them
 * @param crls publishes lists; to be called every second
 * @param responder certifies OCSP responders
 * @param ceremonyImport to be run at start, before anything else
 */
public record IssuingCore(
    CertificateProfiles profiles,
    IssueCertificate issuance,
    Certificates certificates,
    RevokeCertificate revocation,
    PublishDueCrls crls,
    CertifyResponder responder,
    CeremonyImport ceremonyImport) {

  private static final String LEASE = "crl";
  private static final Duration LEASE_LENGTH = Duration.ofSeconds(60);

  /** Puts the core together; touches neither database nor keys. */
  public static IssuingCore assemble(IssuingCoreParts parts) {
    CertificateProfiles profiles = parts.rules().profiles();
    TbsSigner signer = new TbsSigner(parts.providers());
    Map<String, IssuingAuthority> authorities = authorities(parts);
    JdbcPlanStore plans = new JdbcPlanStore(parts.running());
    JdbcCertificateStore store = new JdbcCertificateStore(parts.running());
    Certificates certificates =
        new Certificates(
            store,
            (issuer, der) -> {
              IssuingAuthority ca = authorities.get(issuer);
              return ca != null
                  && signer.verifiesCertificate(der, ca.certificate().subjectPublicKeyInfo());
            },
            parts.audit());
    IssueCertificate issuance = issuance(parts, profiles, authorities, signer, plans, store);
    return new IssuingCore(
        profiles,
        issuance,
        certificates,
        new RevokeCertificate(
            new JdbcRevocationStore(parts.running()), parts.audit(), parts.clock()),
        crls(parts, List.copyOf(authorities.values()), signer),
        new CertifyResponder(issuance, certificates, parts.transactions(), parts.clock()),
        new CeremonyImport(
            plans, store, signer, parts.transactions(), parts.audit(), parts.clock()));
  }

  private static IssueCertificate issuance(
      IssuingCoreParts parts,
      CertificateProfiles profiles,
      Map<String, IssuingAuthority> authorities,
      TbsSigner signer,
      JdbcPlanStore plans,
      JdbcCertificateStore store) {
    CertificateAddresses addresses = addresses(parts);
    KeyBlocklist blocklist = parts.blockedKeys().map(KeyBlocklist::read).orElse(KeyBlocklist.EMPTY);
    return new IssuanceParts(
            profiles,
            authorities,
            new PublicKeyCheck(new BouncyCastleKeyReader(), blocklist),
            parts.directory().publicKey("receipt"),
            parts.orders(),
            new Linter(new TbsComposer(addresses), parts.reservedPolicy(), parts.rules().lint()),
            signer,
            plans,
            store,
            parts.transactions(),
            parts.audit(),
            parts.clock(),
            parts.random(),
            parts.halt(),
            parts.issuanceSettings())
        .issueCertificate();
  }

  /** The two CAs whose keys are in issuing's token; the root's is not. */
  private static Map<String, IssuingAuthority> authorities(IssuingCoreParts parts) {
    Map<String, IssuingAuthority> authorities = new LinkedHashMap<>();
    Map.of("smime", KeyPurpose.SMIME_CA, "trust", KeyPurpose.TRUST_CA)
        .forEach(
            (name, purpose) ->
                authorities.put(
                    name,
                    new IssuingAuthority(
                        IssuerCertificate.of(name, parts.directory().certificate(name)),
                        () -> parts.token().signing(purpose))));
    return authorities;
  }

  private static PublishDueCrls crls(
      IssuingCoreParts parts, List<IssuingAuthority> authorities, TbsSigner signer) {
    Leases leases = new Leases(parts.transactions(), parts.running(), parts.clock(), parts.node());
    PublishingRight right =
        new PublishingRight() {
          @Override
          public OptionalLong take() {
            return leases.take(LEASE, LEASE_LENGTH);
          }

          @Override
          public boolean isCurrent(long fence) {
            return leases.isCurrent(LEASE, fence);
          }
        };
    return new CrlParts(
            authorities,
            parts.issuanceSettings().crlShards(),
            addresses(parts),
            new JdbcCrlStore(parts.running()),
            new CrlCodec(),
            signer,
            new SecondReading(parts.providers()),
            right,
            parts.transactions(),
            parts.audit(),
            parts.clock(),
            parts.halt(),
            parts.crlSettings())
        .publishDueCrls();
  }

  private static CertificateAddresses addresses(IssuingCoreParts parts) {
    return new CertificateAddresses(parts.directory().publicUrl(), parts.directory().name());
  }
}
