package org.vouchseal.sdk.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.RefusedByCa;
import org.vouchseal.sdk.fixture.FakeCa;
import org.vouchseal.sdk.fixture.TestPki;
import org.vouchseal.sdk.x509.TrustAnchors;

class HostileAnswerTest {

  private static final TestPki PKI = new TestPki();
  private static final SharedSecret SECRET =
      new SharedSecret("order-1", "a-secret-of-128-random-bits");
  private final FakeCa ca = new FakeCa(PKI, "alice@example.org", "order-1", SECRET.secret());
  private final KeyPair key = TestPki.ecKey();
  private final CmpMessages messages =
      new CmpMessages(
          new TrustAnchors(List.of(PKI.root.certificate())), Clock.systemUTC(), TestPki.RANDOM);

  @Test
  void everyFlippedOctetUnderMac_isRefusedCleanly() {
    byte[] request = messages.signingRequest(SECRET, "CN=alice@example.org", key);
    byte[] answer = ca.answer(request);

    for (int i = 0; i < answer.length; i += 3) {
      byte[] hostile = flipped(answer, i);
      requireUnchangedOrRefused(
          () ->
              assertThat(messages.readGrant(request, hostile, SECRET).certificate())
                  .isEqualTo(ca.issued.get(0)));
    }
  }

  @Test
  void everyFlippedOctetUnderSignature_isRefusedCleanly() {
    SigningCredential credential =
        new SigningCredential(
            key.getPrivate(),
            List.of(TestPki.signing(key.getPublic(), "alice@example.org", PKI.smime)));
    byte[] request =
        messages.revocationRequest(
            credential, credential.certificate(), RevocationReason.UNSPECIFIED);
    byte[] answer = ca.answer(request);

    for (int i = 0; i < answer.length; i += 5) {
      byte[] hostile = flipped(answer, i);
      requireUnchangedOrRefused(() -> messages.readRevoked(request, hostile, credential));
    }
  }

  @Test
  void everyTruncation_isRefusedCleanly() {
    byte[] request = messages.signingRequest(SECRET, "CN=alice@example.org", key);
    byte[] answer = ca.answer(request);

    for (int length = 0; length < answer.length; length += 11) {
      byte[] cut = Arrays.copyOf(answer, length);
      requireRefused(() -> messages.readGrant(request, cut, SECRET));
    }
  }

  private static byte[] flipped(byte[] octets, int at) {
    byte[] flipped = octets.clone();
    flipped[at] ^= 0x41;
    return flipped;
  }

  private static void requireRefused(Runnable reading) {
    assertThatThrownBy(reading::run).isInstanceOfAny(NotVerified.class, RefusedByCa.class);
  }

  // extraCerts are outside the protection, so that a flip there may change nothing that matters.
  private static void requireUnchangedOrRefused(Runnable reading) {
    try {
      reading.run();
    } catch (NotVerified | RefusedByCa expected) {
      assertThat(expected.code()).isNotBlank();
    }
  }
}
