package org.vouchseal.status.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.hsm.AgreementKey;
import org.vouchseal.hsm.DecryptionKey;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.WrappingKey;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.status.fixtures.IssuingRows;
import org.vouchseal.status.fixtures.StatusBench;
import org.vouchseal.status.fixtures.StatusPki;
import org.vouchseal.status.responder.ResponderKey;
import org.vouchseal.testdatabase.TestDatabase;

/** A responder whose token signs wrongly, whose database is away, or whom somebody floods. */
@Tag("db")
class ResponderInTroubleTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final BigInteger GOOD = new BigInteger("40aa", 16);
  private static final BigInteger NEVER = new BigInteger("40dd", 16);
  private static final OcspSettings ONE_NONCE =
      new OcspSettings(1, Duration.ofHours(24), Duration.ofSeconds(2), 1, 8);
  private static final OcspSettings ALWAYS_LOOKING =
      new OcspSettings(1, Duration.ofHours(24), Duration.ZERO, 8, 8);
  private static final OcspSettings ONE_STRANGER =
      new OcspSettings(1, Duration.ofHours(24), Duration.ZERO, 8, 1);

  @TempDir Path folder;

  private final StatusPki pki = new StatusPki(NOW.minusSeconds(60));

  @BeforeEach
  void start() {
    IssuingRows issuing = new IssuingRows().clean();
    TestDatabase.shared().clean("status");
    issuing.certificate("smime", GOOD, NOW.plusSeconds(86_400 * 300L));
    StatusBench.room(pki, folder, Clock.fixed(NOW, ZoneOffset.UTC)).responderRenewal().run();
  }

  @Test
  void signatureThatDoesNotVerify_neverLeavesForMany() throws Exception {
    AtomicBoolean faulty = new AtomicBoolean();
    OcspResponder responder =
        Responders.over(pki, folder, token(key -> faulty.get() ? spoilt(key) : key), ONE_NONCE);
    assertThat(status(responder, nonce())).isZero();
    faulty.set(true);
    assertThat(status(responder, plain())).isEqualTo(OCSPResp.INTERNAL_ERROR);
    faulty.set(false);
    assertThat(status(responder, plain())).isZero();
  }

  @Test
  void firstSignatureUnderACertificate_isVerifiedEvenForANonce() throws Exception {
    OcspResponder responder =
        Responders.over(pki, folder, token(ResponderInTroubleTest::spoilt), ONE_NONCE);
    assertThat(status(responder, nonce())).isEqualTo(OCSPResp.INTERNAL_ERROR);
    assertThat(status(responder, nonce())).isEqualTo(OCSPResp.INTERNAL_ERROR);
  }

  @Test
  void databaseAway_saysTryLaterAndNothingOld() throws Exception {
    AtomicBoolean away = new AtomicBoolean();
    OcspResponder responder =
        Responders.over(pki, folder, pki.token(), ALWAYS_LOOKING, new Failing(away::get));
    assertThat(status(responder, plain())).isZero();
    away.set(true);
    assertThat(status(responder, plain())).isEqualTo(OCSPResp.TRY_LATER);
    assertThat(status(responder, nonce())).isEqualTo(OCSPResp.TRY_LATER);
    away.set(false);
    assertThat(status(responder, plain())).isZero();
  }

  @Test
  void floodOfNonces_leavesTheOthersTheirAnswers() throws Exception {
    CountDownLatch signing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean slow = new AtomicBoolean();
    OcspResponder responder = Responders.over(pki, folder, waiting(slow, signing, goOn), ONE_NONCE);
    assertThat(status(responder, plain())).isZero();
    slow.set(true);
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(() -> status(responder, nonce()));
    await(signing);
    assertThat(status(responder, nonce())).isEqualTo(OCSPResp.TRY_LATER);
    assertThat(status(responder, plain())).isZero();
    goOn.countDown();
    assertThat(first.get(20, TimeUnit.SECONDS)).isZero();
    slow.set(false);
    assertThat(status(responder, nonce())).isZero();
  }

  @Test
  void floodOfSerialsThatWereNeverIssued_leavesTheOthersTheirAnswers() throws Exception {
    CountDownLatch signing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean slow = new AtomicBoolean();
    OcspResponder responder =
        Responders.over(pki, folder, waiting(slow, signing, goOn), ONE_STRANGER);
    assertThat(status(responder, plain())).isZero();
    slow.set(true);
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(() -> status(responder, plain(NEVER)));
    await(signing);
    slow.set(false);
    assertThat(status(responder, plain(NEVER.add(BigInteger.ONE)))).isEqualTo(OCSPResp.TRY_LATER);
    assertThat(status(responder, plain())).isZero();
    assertThat(status(responder, nonce())).isZero();
    goOn.countDown();
    assertThat(first.get(20, TimeUnit.SECONDS)).isZero();
    assertThat(status(responder, plain(NEVER.add(BigInteger.ONE)))).isZero();
  }

  /** Signs as ever, or, while it is told to be slow, not before the test says so. */
  private Token waiting(AtomicBoolean slow, CountDownLatch signing, CountDownLatch goOn) {
    return token(
        key ->
            !slow.get()
                ? key
                : signer(
                    key,
                    signature -> {
                      signing.countDown();
                      await(goOn);
                      return signature;
                    }));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] plain() {
    return plain(GOOD);
  }

  private byte[] plain(BigInteger serial) {
    return Requests.request(
        null, Requests.id("SHA-1", pki.authority(ResponderKey.SMIME).certificate(), serial));
  }

  private byte[] nonce() {
    return Requests.request(
        Requests.nonce(16),
        Requests.id("SHA-1", pki.authority(ResponderKey.SMIME).certificate(), GOOD));
  }

  private static int status(OcspResponder responder, byte[] request) {
    try {
      return new OCSPResp(responder.respond(request).der()).getStatus();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The database that does not answer while the test says so. */
  private record Failing(java.util.function.BooleanSupplier away) implements Transactions {
    @Override
    public <T> T run(Supplier<T> work) {
      if (away.getAsBoolean()) {
        throw new StoreUnavailable("away", new IllegalStateException("test"));
      }
      return StatusBench.transactions().run(work);
    }
  }

  private static SigningKey spoilt(SigningKey key) {
    return signer(
        key,
        signature -> {
          byte[] changed = signature.clone();
          changed[changed.length - 1] ^= 1;
          return changed;
        });
  }

  private static SigningKey signer(SigningKey key, UnaryOperator<byte[]> then) {
    return new SigningKey() {
      @Override
      public SignatureAlgorithm algorithm() {
        return key.algorithm();
      }

      @Override
      public PublicKey publicKey() {
        return key.publicKey();
      }

      @Override
      public byte[] sign(byte[] message) {
        return then.apply(key.sign(message));
      }
    };
  }

  private Token token(UnaryOperator<SigningKey> keys) {
    Token own = pki.token();
    return new Token() {
      @Override
      public String name() {
        return own.name();
      }

      @Override
      public SigningKey signing(KeyPurpose purpose) {
        return keys.apply(own.signing(purpose));
      }

      @Override
      public DecryptionKey decryption(KeyPurpose purpose) {
        return own.decryption(purpose);
      }

      @Override
      public AgreementKey agreement(KeyPurpose purpose) {
        return own.agreement(purpose);
      }

      @Override
      public WrappingKey wrapping(KeyPurpose purpose) {
        return own.wrapping(purpose);
      }
    };
  }
}
