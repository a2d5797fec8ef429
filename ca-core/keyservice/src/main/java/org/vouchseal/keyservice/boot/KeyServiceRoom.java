package org.vouchseal.keyservice.boot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.WrappingKey;
import org.vouchseal.keyservice.archive.ArchiveClientKey;
import org.vouchseal.keyservice.archive.ArchiveEnvelopes;
import org.vouchseal.keyservice.binding.BindRequest;
import org.vouchseal.keyservice.central.EntitledOrders;
import org.vouchseal.keyservice.central.GenerateCentralKey;
import org.vouchseal.keyservice.central.KeyPackages;
import org.vouchseal.keyservice.central.RequestVerifier;
import org.vouchseal.keyservice.cmp.CmpArchiveVerifier;
import org.vouchseal.keyservice.cmp.CmpRequestVerifier;
import org.vouchseal.keyservice.cms.CmsArchiveEnvelopes;
import org.vouchseal.keyservice.cms.CmsKeyPackages;
import org.vouchseal.keyservice.escrow.CheckEscrow;
import org.vouchseal.keyservice.escrow.EscrowStore;
import org.vouchseal.keyservice.escrow.MarkKeyInUse;
import org.vouchseal.keyservice.escrow.OpenEscrow;
import org.vouchseal.keyservice.escrow.StoreEscrow;
import org.vouchseal.keyservice.invariants.CheckKeyService;
import org.vouchseal.keyservice.jdbc.JdbcBindingStore;
import org.vouchseal.keyservice.jdbc.JdbcEscrowStore;
import org.vouchseal.keyservice.jdbc.JdbcEscrowUses;
import org.vouchseal.keyservice.jdbc.JdbcPoolStore;
import org.vouchseal.keyservice.jdbc.JdbcSecretStore;
import org.vouchseal.keyservice.jdbc.JdbcStoreQueries;
import org.vouchseal.keyservice.jdbc.LeasedRefillTurn;
import org.vouchseal.keyservice.jose.DirectoryOrderVerifier;
import org.vouchseal.keyservice.jose.JweSecretEnvelopes;
import org.vouchseal.keyservice.key.AdoptClientKey;
import org.vouchseal.keyservice.key.KeySeal;
import org.vouchseal.keyservice.key.MakeEncryptionKey;
import org.vouchseal.keyservice.key.PairwiseCheck;
import org.vouchseal.keyservice.order.OrderVerifier;
import org.vouchseal.keyservice.pool.DrawKey;
import org.vouchseal.keyservice.pool.FillPool;
import org.vouchseal.keyservice.pool.PoolStore;
import org.vouchseal.keyservice.secret.DepositOrderSecret;
import org.vouchseal.keyservice.secret.EraseOrderSecret;
import org.vouchseal.keyservice.secret.OrderSecrets;
import org.vouchseal.keyservice.secret.SecretStore;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.MacProtection;
import org.vouchseal.messages.cmp.SignatureProtection;
import org.vouchseal.messages.order.OrderReader;
import org.vouchseal.messages.order.SecretReader;
import org.vouchseal.messages.order.SignedRequestReader;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.messages.x509.SignerPaths;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Job;
import org.vouchseal.persistence.Leases;
import org.vouchseal.persistence.SqlAuditTrail;

/**
 * The key service, put together. Its public methods are all that other rooms reach, through ports
 * of their own that the server binds.
 */
public final class KeyServiceRoom {

  private final GenerateCentralKey generateCentralKey;
  private final Optional<ArchiveClientKey> archiveClientKey;
  private final MarkKeyInUse markKeyInUse;
  private final DepositOrderSecret depositOrderSecret;
  private final EraseOrderSecret eraseOrderSecret;
  private final OpenEscrow openEscrow;
  private final FillPool fillPool;
  private final CheckKeyService checkKeyService;

  private KeyServiceRoom(KeyServiceParts parts) {
    Token token = parts.token();
    AuditTrail audit =
        new SqlAuditTrail(parts.running(), parts.clock(), parts.random(), parts.node());
    MakeEncryptionKey maker = new MakeEncryptionKey(parts.providers(), parts.random());
    PairwiseCheck pairwise = new PairwiseCheck(parts.providers(), parts.random());
    KeySeal escrowSeal = seal(parts, KeyPurpose.KEK);
    KeySeal poolSeal = seal(parts, KeyPurpose.POOL_SEAL);
    SigningKey receiptKey = token.signing(KeyPurpose.RECEIPT);
    EscrowStore escrowStore = new JdbcEscrowStore(parts.running());
    PoolStore poolStore = new JdbcPoolStore(parts.running());
    StoreEscrow storeEscrow =
        new StoreEscrow(
            parts.transactions(),
            escrowStore,
            new DrawKey(poolStore, escrowStore, poolSeal, pairwise, audit),
            maker,
            escrowSeal,
            receiptKey,
            audit,
            parts.clock(),
            parts.random(),
            pairwise);
    Secrets secrets = new Secrets(parts, audit);
    openEscrow = new OpenEscrow(parts.transactions(), escrowStore, escrowSeal, audit);
    depositOrderSecret = secrets.deposit;
    eraseOrderSecret = secrets.erase;
    EntitledOrders orders = new EntitledOrders(secrets.orders, parts.clock());
    BindRequest binding =
        new BindRequest(
            parts.transactions(), new JdbcBindingStore(parts.running()), audit, parts.clock());
    generateCentralKey =
        new GenerateCentralKey(
            orders,
            secrets.secrets,
            requestVerifier(parts),
            binding,
            storeEscrow,
            openEscrow,
            keyPackages(parts),
            parts.settings().rules().deliveries(),
            parts.haltPoint());
    markKeyInUse =
        new MarkKeyInUse(
            parts.transactions(), new JdbcEscrowUses(parts.running()), audit, parts.clock());
    archiveClientKey =
        archiveEnvelopes(parts)
            .map(
                envelopes ->
                    new ArchiveClientKey(
                        orders,
                        new CmpArchiveVerifier(
                            new CmpReader(parts.settings().messageLimits()),
                            signatures(parts),
                            parts.settings().rules().signers()),
                        binding,
                        envelopes,
                        new AdoptClientKey(parts.providers(), pairwise),
                        storeEscrow,
                        parts.transactions(),
                        audit,
                        parts.haltPoint()));
    fillPool =
        new FillPool(
            parts.transactions(),
            poolStore,
            new LeasedRefillTurn(
                new Leases(parts.transactions(), parts.running(), parts.clock(), holder(parts))),
            maker,
            poolSeal,
            audit,
            parts.random(),
            parts.settings().poolLevel());
    checkKeyService =
        new CheckKeyService(
            parts.transactions(),
            escrowStore,
            new JdbcStoreQueries(parts.running()),
            new CheckEscrow(
                parts.transactions(),
                escrowStore,
                openEscrow,
                pairwise,
                receiptKey,
                parts.providers()),
            audit);
  }

  /**
   * Puts the room together. Starts nothing and writes nothing.
   *
   * @throws org.vouchseal.hsm.KeyAbsent when the token lacks a key
   */
  public static KeyServiceRoom assemble(KeyServiceParts parts) {
    return new KeyServiceRoom(parts);
  }

  public GenerateCentralKey generateCentralKey() {
    return generateCentralKey;
  }

  /** Empty when the ceremony made no transport key for the archive. */
  public Optional<ArchiveClientKey> archiveClientKey() {
    return archiveClientKey;
  }

  public MarkKeyInUse markKeyInUse() {
    return markKeyInUse;
  }

  public DepositOrderSecret depositOrderSecret() {
    return depositOrderSecret;
  }

  public EraseOrderSecret eraseOrderSecret() {
    return eraseOrderSecret;
  }

  public OpenEscrow openEscrow() {
    return openEscrow;
  }

  /** For metrics, and for whoever runs {@link FillPool#step} by himself. */
  public FillPool fillPool() {
    return fillPool;
  }

  public CheckKeyService checkKeyService() {
    return checkKeyService;
  }

  /** What fills the pool and wipes expired secrets, to be run on every node. */
  public List<Job> jobs() {
    return List.of(
        Job.yielding("key pool", Duration.ofSeconds(1), fillPool::step),
        Job.of("expired copies of secrets", Duration.ofMinutes(1), eraseOrderSecret::eraseExpired));
  }

  private static KeySeal seal(KeyServiceParts parts, KeyPurpose purpose) {
    return new KeySeal(parts.token().wrapping(purpose), parts.providers(), parts.random());
  }

  private static RequestVerifier requestVerifier(KeyServiceParts parts) {
    return new CmpRequestVerifier(
        new CmpReader(parts.settings().messageLimits()),
        new MacProtection(parts.providers(), parts.settings().macLimits(), parts.random()),
        signatures(parts),
        parts.settings().rules().references(),
        parts.settings().rules().signers());
  }

  private static SignatureProtection signatures(KeyServiceParts parts) {
    SignerPaths smimeOnly =
        new SignerPaths(
            parts.providers(), parts.clock(), List.of(parts.directory().certificate("smime")));
    return new SignatureProtection(new ForeignSignatures(parts.providers()), smimeOnly);
  }

  private static Optional<ArchiveEnvelopes> archiveEnvelopes(KeyServiceParts parts) {
    return parts
        .directory()
        .findCertificate("archive-transport")
        .map(
            certificate ->
                new CmsArchiveEnvelopes(
                    parts.token().decryption(KeyPurpose.ARCHIVE_TRANSPORT),
                    certificate,
                    parts.providers()));
  }

  private static KeyPackages keyPackages(KeyServiceParts parts) {
    return new CmsKeyPackages(
        parts.token().signing(KeyPurpose.KGA),
        parts.directory().certificate("kga"),
        parts.directory().certificate("trust"),
        parts.providers(),
        parts.random());
  }

  private static String holder(KeyServiceParts parts) {
    return parts.node() + "/" + EscrowId.random(parts.random()).value();
  }

  /** Orders and secrets. */
  private static final class Secrets {
    final OrderVerifier orders;
    final OrderSecrets secrets;
    final DepositOrderSecret deposit;
    final EraseOrderSecret erase;

    Secrets(KeyServiceParts parts, AuditTrail audit) {
      SecretStore store = new JdbcSecretStore(parts.running());
      WrappingKey seal = parts.token().wrapping(KeyPurpose.KEYSERVICE_SECRET_SEAL);
      orders =
          new DirectoryOrderVerifier(
              new OrderReader(new ForeignSignatures(parts.providers())),
              new SignedRequestReader(
                  new CmpReader(parts.settings().messageLimits()), signatures(parts)),
              parts.directory()::registrationAuthorities);
      secrets = new OrderSecrets(parts.transactions(), store, seal, parts.clock());
      deposit =
          new DepositOrderSecret(
              orders,
              new JweSecretEnvelopes(
                  new SecretReader(
                      parts.token().agreement(KeyPurpose.KEYSERVICE_SECRETS),
                      SecretReader.KEYSERVICE_SECRETS,
                      parts.providers())),
              parts.transactions(),
              store,
              seal,
              audit);
      erase = new EraseOrderSecret(parts.transactions(), store, audit, parts.clock());
    }
  }
}
