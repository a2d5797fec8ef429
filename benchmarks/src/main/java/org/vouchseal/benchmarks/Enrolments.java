package org.vouchseal.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;
import org.vouchseal.model.directory.PkiDirectory;

/** Orders at the registrar, and the ir that each of them allows, made before they are measured. */
final class Enrolments {

  private static final int THREADS = 8;
  private static final int ITERATIONS = 500;

  private final Stand stand;
  private final SecureRandom random = new SecureRandom();
  private final PublicKey registrar;
  private final OrderWriter ra;
  private final Queue<byte[]> ready = new ConcurrentLinkedQueue<>();

  Enrolments(Stand stand) {
    this.stand = stand;
    CryptoProviders providers = CryptoProviders.of("auto");
    PkiDirectory directory = PkiDirectory.open(stand.var().resolve("pki"));
    Path tokens = stand.var().resolve("tokens");
    SigningKey key =
        SoftwareToken.open(
                tokens.resolve("ra.p12"),
                stand.var().resolve("secrets/ra-token"),
                providers,
                random)
            .signing(KeyPurpose.RA_ORDER);
    this.ra = new OrderWriter("main", key::sign);
    this.registrar = decoded(directory.publicKey("order-decryption"));
  }

  private static PublicKey decoded(byte[] spki) {
    try {
      return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the registrar's key cannot be read", e);
    }
  }

  /** The next ir; a bug when too few were made. */
  byte[] next() {
    byte[] message = ready.poll();
    if (message == null) {
      throw new IllegalStateException("too few enrolments were made before the measurement");
    }
    return message;
  }

  int left() {
    return ready.size();
  }

  /** Makes so many more. */
  void make(int count) {
    AtomicInteger todo = new AtomicInteger(count);
    byte[] head = HttpConnection.head("/registrar/v1/orders", "application/json");
    double unusedRate =
        Clients.run(
            "orders",
            THREADS,
            Duration.ofHours(1),
            turn -> {
              try (HttpConnection connection = new HttpConnection(stand.port())) {
                while (turn.goesOn() && todo.getAndDecrement() > 0) {
                  make(connection, head);
                }
              }
            });
  }

  private void make(HttpConnection connection, byte[] head) throws IOException {
    String reference = Reference.random(random).value();
    String jti = "jti-" + reference;
    String secret = Reference.random(random).value();
    String mailbox = reference + "@bench.example.org";
    String jwe =
        OrderWriter.secret(
            OrderWriter.secretHeader("order-decryption", reference, jti).build(),
            secret,
            registrar);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    EnrolmentOrder order =
        new EnrolmentOrder(
            "main",
            jti,
            TenantId.MAIN,
            new Reference(reference),
            Optional.empty(),
            OwnerId.random(random),
            Optional.empty(),
            AssuranceTier.V1,
            SubjectName.commonName(mailbox),
            List.of(Mailbox.parse(mailbox)),
            List.of(ProfileName.SIGNING, ProfileName.ENCRYPTION),
            Duration.ofDays(365),
            now.plus(Duration.ofDays(30)),
            "ab".repeat(32),
            now,
            now.plus(Duration.ofMinutes(5)),
            OrderWriter.digest(jwe),
            Optional.empty());
    String body = "{\"order\":\"" + ra.order(order) + "\",\"secret\":\"" + jwe + "\"}";
    byte[] unusedAnswer = connection.post(head, body.getBytes(StandardCharsets.US_ASCII));
    boolean unusedAdded = ready.add(ir(reference, secret, mailbox));
  }

  private byte[] ir(String reference, String secret, String mailbox) {
    KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);
    byte[] id = new byte[16];
    byte[] nonce = new byte[16];
    random.nextBytes(id);
    random.nextBytes(nonce);
    return new CmpWriter()
        .transactionId(id)
        .senderNonce(nonce)
        .senderKid(reference.getBytes(StandardCharsets.US_ASCII))
        .messageTime(Instant.now().plusSeconds(120))
        .request(
            PKIBody.TYPE_INIT_REQ,
            "CN=" + mailbox,
            SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()),
            key.getPrivate(),
            "SHA256withECDSA")
        .pbm(secret, ITERATIONS);
  }

  /** The answer must be an ip with a certificate. */
  static void checkIp(byte[] answer) {
    int type = PKIMessage.getInstance(answer).getBody().getType();
    if (type != PKIBody.TYPE_INIT_REP) {
      throw new IllegalStateException("an ir was answered by body " + type);
    }
  }
}
