package org.vouchseal.issuing.door;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.issuing.boot.RegistrarAssembly;
import org.vouchseal.issuing.cmp.CmpHousekeeping;
import org.vouchseal.issuing.cmp.CmpParts;
import org.vouchseal.issuing.cmp.CmpResponder;
import org.vouchseal.issuing.cmp.CmpRules;
import org.vouchseal.issuing.cmp.CmpSettings;
import org.vouchseal.issuing.cmp.MacFailureStore;
import org.vouchseal.issuing.cmp.PaceSettings;
import org.vouchseal.issuing.cms.CmsOwnerProofs;
import org.vouchseal.issuing.crl.NoLists;
import org.vouchseal.issuing.http.RegistrarEndpoint;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuanceParts;
import org.vouchseal.issuing.issuance.IssuanceSettings;
import org.vouchseal.issuing.issuance.IssueCertificate;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.key.KeyBlocklist;
import org.vouchseal.issuing.key.PublicKeyCheck;
import org.vouchseal.issuing.lint.Linter;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.registrar.ImportRegistrationAuthorities;
import org.vouchseal.issuing.registrar.OrderSecrets;
import org.vouchseal.issuing.registrar.ProvedOrders;
import org.vouchseal.issuing.registrar.Registrar;
import org.vouchseal.issuing.registrar.RegistrarParts;
import org.vouchseal.issuing.registrar.RegistrarSettings;
import org.vouchseal.issuing.registrar.RegistrationAuthorities;
import org.vouchseal.issuing.registrar.StatementReading;
import org.vouchseal.issuing.revocation.RevokeCertificate;
import org.vouchseal.issuing.x509.BouncyCastleKeyReader;
import org.vouchseal.issuing.x509.CertificateAddresses;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.issuing.x509.TbsComposer;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.messages.asn1.DerLimits;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.SignatureProtection;
import org.vouchseal.messages.order.OrderReader;
import org.vouchseal.messages.order.SecretReader;
import org.vouchseal.messages.order.SignedRequestReader;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.messages.x509.SignerPaths;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Pace;

/** The issuing room over tables in memory, for tests that send very many messages. */
final class MemoryIssuing extends Room {

  private static final Pace ANY = Pace.steady(1_000_000, Duration.ofMillis(1));

  /** Millions of guesses are made under one secret. */
  private static final PaceSettings UNHURRIED = new PaceSettings(ANY, ANY);

  final MemoryStores stores = new MemoryStores();
  final FakeCentralKeys keyService;
  volatile HaltPoint halt = HaltPoint.NONE;
  private final AuditTrail audit = event -> {};
  private final RegistrarAssembly door;

  MemoryIssuing(TestPki pki) {
    super(pki);
    this.keyService = new FakeCentralKeys(pki.receipt);
    RegistrationAuthorities authorities =
        new RegistrationAuthorities(
            pki.directory::registrationAuthorities, stores.registrar.authorities(), clock);
    new ImportRegistrationAuthorities(stores, stores.registrar.authorities(), audit, clock)
        .run(pki.directory.registrationAuthorities());
    TbsSigner signer = new TbsSigner(TestPki.PROVIDERS);
    Certificates certificates =
        new Certificates(stores.certificates(), (issuer, der) -> true, audit);
    RevokeCertificate revocations = new RevokeCertificate(stores.revocations(), audit, clock);
    Registrar registrar = registrar(authorities, certificates, revocations);
    CmpParts cmp =
        new CmpParts(
            stores,
            stores.transactions(),
            stores.arrivals(),
            noFailures(),
            registrar,
            issuance(authorities, signer),
            certificates,
            revocations,
            new NoLists(),
            keyService,
            keyService,
            audit,
            pki.token,
            TestPki.PROVIDERS,
            pki.directory,
            clock,
            random,
            name -> halt.reached(name),
            CmpSettings.DEFAULT.withPace(UNHURRIED),
            CmpRules.STANDARD);
    this.door =
        new RegistrarAssembly(
            registrar,
            new RegistrarEndpoint(registrar, random),
            CmpResponder.of(cmp),
            CmpHousekeeping.of(cmp),
            () -> {});
  }

  @Override
  RegistrarAssembly assembly() {
    return door;
  }

  private Registrar registrar(
      RegistrationAuthorities authorities,
      Certificates certificates,
      RevokeCertificate revocations) {
    return Registrar.of(
        new RegistrarParts(
            stores,
            authorities,
            stores.registrar.orders(),
            stores.uses(),
            stores.registrar.owners(),
            stores.registrar.objections(),
            (owner, mailbox, listed, reference, signedAt) -> {},
            new StatementReading(
                stores,
                authorities,
                orderReader(),
                new SecretReader(
                    pki.token.agreement(KeyPurpose.ORDER_DECRYPTION),
                    SecretReader.ORDER_DECRYPTION,
                    TestPki.PROVIDERS)),
            new CmsOwnerProofs(TestPki.PROVIDERS),
            new OrderSecrets(pki.token),
            keyService,
            certificates,
            revocations,
            audit,
            clock,
            RegistrarSettings.DEFAULT));
  }

  private IssueCertificate issuance(RegistrationAuthorities authorities, TbsSigner signer) {
    Map<String, IssuingAuthority> cas = new LinkedHashMap<>();
    Map.of("smime", KeyPurpose.SMIME_CA, "trust", KeyPurpose.TRUST_CA)
        .forEach(
            (name, purpose) ->
                cas.put(
                    name,
                    new IssuingAuthority(
                        IssuerCertificate.of(name, pki.directory.certificate(name)),
                        () -> pki.token.signing(purpose))));
    return new IssuanceParts(
            CertificateProfiles.standard(),
            cas,
            new PublicKeyCheck(new BouncyCastleKeyReader(), KeyBlocklist.EMPTY),
            pki.directory.publicKey("receipt"),
            new ProvedOrders(
                stores.registrar.orders(),
                authorities,
                orderReader(),
                new SignedRequestReader(
                    new CmpReader(DerLimits.MESSAGE),
                    new SignatureProtection(
                        new ForeignSignatures(TestPki.PROVIDERS),
                        new SignerPaths(
                            TestPki.PROVIDERS,
                            clock,
                            java.util.List.of(pki.directory.certificate("smime"))))),
                clock,
                RegistrarSettings.DEFAULT),
            new Linter(new TbsComposer(new CertificateAddresses(pki.directory.publicUrl())), false),
            signer,
            stores.plans(),
            stores.certificates(),
            stores,
            audit,
            clock,
            random,
            name -> halt.reached(name),
            IssuanceSettings.DEFAULT)
        .issueCertificate();
  }

  private static OrderReader orderReader() {
    return new OrderReader(new ForeignSignatures(TestPki.PROVIDERS));
  }

  private static MacFailureStore noFailures() {
    return new MacFailureStore() {
      @Override
      public void add(String what, long minute) {}

      @Override
      public int forgetBefore(long minute) {
        return 0;
      }
    };
  }

  /** How many certificates were signed, as the token counted. */
  int signatures() {
    return pki.token.signatures.get();
  }
}
