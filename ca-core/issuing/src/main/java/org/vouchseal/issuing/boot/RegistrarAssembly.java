package org.vouchseal.issuing.boot;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.issuing.centralkey.CentralKeys;
import org.vouchseal.issuing.cmp.CmpHousekeeping;
import org.vouchseal.issuing.cmp.CmpParts;
import org.vouchseal.issuing.cmp.CmpResponder;
import org.vouchseal.issuing.cmp.CmpSettings;
import org.vouchseal.issuing.cms.CmsOwnerProofs;
import org.vouchseal.issuing.http.RegistrarEndpoint;
import org.vouchseal.issuing.issuance.ApprovedOrders;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssueCertificate;
import org.vouchseal.issuing.jdbc.JdbcArrivalStore;
import org.vouchseal.issuing.jdbc.JdbcCmpTransactionStore;
import org.vouchseal.issuing.jdbc.JdbcCrlStore;
import org.vouchseal.issuing.jdbc.JdbcDirectoryChoiceStore;
import org.vouchseal.issuing.jdbc.JdbcMacFailureStore;
import org.vouchseal.issuing.jdbc.JdbcObjectionStore;
import org.vouchseal.issuing.jdbc.JdbcOrderStore;
import org.vouchseal.issuing.jdbc.JdbcOwnerStore;
import org.vouchseal.issuing.jdbc.JdbcRegistrationAuthorityStore;
import org.vouchseal.issuing.registrar.ImportRegistrationAuthorities;
import org.vouchseal.issuing.registrar.OrderSecrets;
import org.vouchseal.issuing.registrar.ProvedOrders;
import org.vouchseal.issuing.registrar.Registrar;
import org.vouchseal.issuing.registrar.RegistrarParts;
import org.vouchseal.issuing.registrar.RegistrarSettings;
import org.vouchseal.issuing.registrar.RegistrationAuthorities;
import org.vouchseal.issuing.registrar.StatementReading;
import org.vouchseal.issuing.revocation.RevokeCertificate;
import org.vouchseal.messages.asn1.DerLimits;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.SignatureProtection;
import org.vouchseal.messages.order.OrderReader;
import org.vouchseal.messages.order.SecretReader;
import org.vouchseal.messages.order.SignedRequestReader;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.messages.x509.SignerPaths;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Job;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.persistence.RunningConnection;

/**
 * Registrar and CMP door of the issuing room, assembled.
 *
 * @param registrar the registrar's use cases
 * @param registrarEndpoint the registrar over HTTP
 * @param cmp the CMP door over HTTP
 * @param housekeeping what the door owes without being asked
 * @param takeOverAuthorities takes over what administrators changed
 */
public record RegistrarAssembly(
    Registrar registrar,
    RegistrarEndpoint registrarEndpoint,
    CmpResponder cmp,
    CmpHousekeeping housekeeping,
    Runnable takeOverAuthorities) {

  private static final Duration EVERY_SECOND = Duration.ofSeconds(1);
  private static final Duration EVERY_FIVE_SECONDS = Duration.ofSeconds(5);

  /** What registrar and CMP door are assembled from. */
  public record Parts(
      Transactions transactions,
      RunningConnection running,
      Token token,
      CryptoProviders providers,
      PkiDirectory directory,
      Clock clock,
      SecureRandom random,
      HaltPoint haltPoint,
      AuditTrail audit,
      IssueCertificate issuance,
      Certificates certificates,
      RevokeCertificate revocations,
      CentralKeys centralKeys,
      CentralKeySecrets centralKeySecrets,
      RegistrarSettings registrarSettings,
      CmpSettings cmpSettings,
      IssuingRules rules) {}

  /** Assembles them, and takes over the registration authorities of the ceremony. */
  public static RegistrarAssembly assemble(Parts parts) {
    JdbcRegistrationAuthorityStore records =
        new JdbcRegistrationAuthorityStore(parts.running(), parts.clock());
    ImportRegistrationAuthorities authorities =
        new ImportRegistrationAuthorities(
            parts.transactions(), records, parts.audit(), parts.clock());
    authorities.run(parts.directory().registrationAuthorities());
    Registrar registrar =
        Registrar.of(
            registrarParts(parts, authorities(parts.directory(), parts.running(), parts.clock())));
    CmpParts cmp = cmpParts(parts, registrar);
    return new RegistrarAssembly(
        registrar,
        new RegistrarEndpoint(registrar, parts.random()),
        CmpResponder.of(cmp),
        CmpHousekeeping.of(cmp),
        () -> authorities.run(parts.directory().registrationAuthorities()));
  }

  /** What issuance asks before it believes an order; touches no database. */
  public static ApprovedOrders provedOrders(
      RunningConnection running,
      CryptoProviders providers,
      PkiDirectory directory,
      Clock clock,
      RegistrarSettings settings) {
    return new ProvedOrders(
        new JdbcOrderStore(running),
        authorities(directory, running, clock),
        orderReader(providers),
        requestReader(providers, clock, directory),
        clock,
        settings);
  }

  private static RegistrationAuthorities authorities(
      PkiDirectory directory, RunningConnection running, Clock clock) {
    return new RegistrationAuthorities(
        directory::registrationAuthorities,
        new JdbcRegistrationAuthorityStore(running, clock),
        clock);
  }

  private static SignedRequestReader requestReader(
      CryptoProviders providers, Clock clock, PkiDirectory directory) {
    return new SignedRequestReader(
        new CmpReader(DerLimits.MESSAGE),
        new SignatureProtection(
            new ForeignSignatures(providers),
            new SignerPaths(providers, clock, List.of(directory.certificate("smime")))));
  }

  private static OrderReader orderReader(CryptoProviders providers) {
    return new OrderReader(new ForeignSignatures(providers));
  }

  /** Everything that is due without being asked, each chore by itself. */
  public List<Job> jobs() {
    return List.of(
        Job.of("cmp time-outs", EVERY_SECOND, housekeeping::runDue),
        Job.of("derived keys", EVERY_SECOND, cmp::forgetOldKeys),
        Job.of("keys in use", EVERY_SECOND, housekeeping::tellKeysInUse),
        Job.of("registration authorities", EVERY_FIVE_SECONDS, takeOverAuthorities),
        Job.of("former owners", EVERY_SECOND, registrar.formerOwners()::runDue),
        Job.of("expired secrets", EVERY_SECOND, registrar.expiredSecrets()::runDue));
  }

  private static RegistrarParts registrarParts(Parts parts, RegistrationAuthorities authorities) {
    return new RegistrarParts(
        parts.transactions(),
        authorities,
        new JdbcOrderStore(parts.running()),
        parts.rules().uses().apply(parts.running()),
        new JdbcOwnerStore(parts.running()),
        new JdbcObjectionStore(parts.running()),
        new JdbcDirectoryChoiceStore(parts.running()),
        new StatementReading(
            parts.transactions(),
            authorities,
            orderReader(parts.providers()),
            new SecretReader(
                parts.token().agreement(KeyPurpose.ORDER_DECRYPTION),
                SecretReader.ORDER_DECRYPTION,
                parts.providers())),
        new CmsOwnerProofs(parts.providers()),
        new OrderSecrets(parts.token()),
        parts.centralKeySecrets(),
        parts.certificates(),
        parts.revocations(),
        parts.audit(),
        parts.clock(),
        parts.registrarSettings());
  }

  private static CmpParts cmpParts(Parts parts, Registrar registrar) {
    return new CmpParts(
        parts.transactions(),
        new JdbcCmpTransactionStore(parts.running()),
        new JdbcArrivalStore(parts.running()),
        new JdbcMacFailureStore(parts.running()),
        registrar,
        parts.issuance(),
        parts.certificates(),
        parts.revocations(),
        new JdbcCrlStore(parts.running()),
        parts.centralKeys(),
        parts.centralKeySecrets(),
        parts.audit(),
        parts.token(),
        parts.providers(),
        parts.directory(),
        parts.clock(),
        parts.random(),
        parts.haltPoint(),
        parts.cmpSettings(),
        parts.rules().cmp());
  }
}
