package org.vouchseal.conformance;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.Registrar;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.messages.order.SecretReader;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Problem;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.Transactions;

/**
 * The one order under which everything is asked for: of one owner for ever, ordered by ourselves as
 * a registration authority, and ordered anew in the place of the last before its secret ends, or
 * when the secret has become another one.
 */
final class StandingOrder {

  static final Reference REFERENCE = new Reference("conformance");
  static final Mailbox MAILBOX = Mailbox.parse("conformance@example.test");

  private static final Logger LOG = LoggerFactory.getLogger(StandingOrder.class);
  private static final String RA = "main";
  private static final List<ProfileName> PROFILES =
      List.of(ProfileName.SIGNING, ProfileName.ENCRYPTION, ProfileName.ENCRYPTION_COMPAT);

  /** Half of the life that both rooms give to a secret. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private static final Duration CERTIFICATES = Duration.ofDays(30);
  private static final Duration REUSABLE = Duration.ofDays(365);
  private static final int ATTEMPTS = 3;
  private static final Duration EXPIRY = Duration.ofMinutes(5);

  private final Registrar registrar;
  private final Transactions transactions;
  private final OrderDocuments documents;
  private final PkiDirectory directory;
  private final MacSecret secret;
  private final Clock clock;
  private final SecureRandom random;

  StandingOrder(
      Registrar registrar,
      Transactions transactions,
      OrderDocuments documents,
      PkiDirectory directory,
      MacSecret secret,
      Clock clock,
      SecureRandom random) {
    this.registrar = registrar;
    this.transactions = transactions;
    this.documents = documents;
    this.directory = directory;
    this.secret = secret;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Sees to it that the order stands; called at the start and again and again. Of several nodes
   * that do it at once one is the first, and the others find it done.
   */
  void renew() {
    for (int attempt = 1; !stands(); attempt++) {
      Optional<Problem> refused = order();
      if (refused.isPresent() && attempt == ATTEMPTS) {
        throw new IllegalStateException("the standing order was refused: " + refused.get().why());
      }
    }
  }

  private boolean stands() {
    return current().filter(this::isFresh).isPresent() && hasOurSecret();
  }

  private Optional<Order> current() {
    return transactions.run(() -> registrar.orders().find(REFERENCE));
  }

  private boolean isFresh(Order order) {
    return clock.instant().isBefore(order.acceptedAt().plus(LONGEST));
  }

  private boolean hasOurSecret() {
    return current()
        .filter(order -> order.secretUsableAt(clock.instant()))
        .map(registrar.secrets()::open)
        .filter(
            kept -> {
              boolean same = secret.use(octets -> MessageDigest.isEqual(kept, octets));
              Arrays.fill(kept, (byte) 0);
              return same;
            })
        .isPresent();
  }

  private Optional<Problem> order() {
    Optional<Order> replaced = current();
    return secret.use(octets -> sent(octets, replaced));
  }

  private Optional<Problem> sent(byte[] octets, Optional<Order> replaced) {
    String jti = "conformance-" + Reference.random(random);
    String forRegistrar = sealed(octets, SecretReader.ORDER_DECRYPTION, jti);
    String forKeyService = sealed(octets, SecretReader.KEYSERVICE_SECRETS, jti);
    String jws =
        documents.order(
            order(
                jti,
                replaced,
                OrderDocuments.digest(forRegistrar),
                OrderDocuments.digest(forKeyService)));
    return registrar
        .acceptOrder()
        .accept(jws, forRegistrar, Optional.of(forKeyService))
        .fold(
            accepted -> {
              LOG.info("order {} stands under statement {}", REFERENCE, jti);
              return Optional.empty();
            },
            Optional::of);
  }

  private String sealed(byte[] octets, String recipient, String jti) {
    return documents.secret(
        octets, recipient, directory.publicKey(recipient), REFERENCE.value(), jti);
  }

  private EnrolmentOrder order(
      String jti, Optional<Order> replaced, String secretDigest, String keyServiceDigest) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new EnrolmentOrder(
        RA,
        jti,
        TenantId.MAIN,
        REFERENCE,
        replaced.map(Order::jti),
        replaced.map(Order::owner).orElseGet(() -> OwnerId.random(random)),
        Optional.empty(),
        AssuranceTier.V1,
        SubjectName.commonName(MAILBOX.address()),
        List.of(MAILBOX),
        PROFILES,
        CERTIFICATES,
        now.plus(REUSABLE),
        Sha256.hex(REFERENCE.value()),
        now,
        now.plus(EXPIRY),
        secretDigest,
        Optional.of(keyServiceDigest));
  }
}
