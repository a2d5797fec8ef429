package org.vouchseal.keyservice.central;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.escrow.EscrowRecord;
import org.vouchseal.keyservice.escrow.Escrows;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.model.ProfileName;

/**
 * A heap dump is taken after keys were made, escrowed and delivered. The numbers to look for are
 * opened afterwards, so that this test does not put them there itself. Only what is still reachable
 * is looked at: what awaits collection is wiped as far as arrays are ours, and no further.
 */
class KeyLeftInMemoryTest {

  private static final int NEEDLE = 16;

  @TempDir Path folder;

  private final TestRoom parts = TestRoom.empty();
  private final KeyServiceRoom room = parts.room();
  private final Orders order = Orders.forAlice();

  @Test
  void deliveredKeys_areNotReachableAfterwards() throws Exception {
    BigInteger canary = new BigInteger(256, new SecureRandom()).setBit(255);
    Client client = Client.of(parts.pki, order.mailbox());
    KeyPair ephemeral = TestPki.curveKeys();
    assertThat(room.fillPool().step()).isTrue();
    CentralKeyOutcome delivered =
        room.generateCentralKey()
            .generate(
                new CentralKeyRequest(
                    client.cr(ephemeral),
                    parts.pki.ra().order(order.order()),
                    ProfileName.ENCRYPTION));
    assertThat(delivered).isInstanceOf(CentralKeyOutcome.Escrowed.class);
    EscrowRecord curve = Escrows.store(parts, order, EncryptionAlgorithm.P_256, (byte) 9);

    byte[] heap = heap();

    assertThat(contains(heap, canary)).as("the search finds what is there").isTrue();
    for (String id : TestRoom.query("SELECT escrow_id FROM escrow")) {
      try (EncryptionKeyPair pair =
          room.openEscrow()
              .open(curve.owner(), new org.vouchseal.model.EscrowId(id), "test", "test")
              .orElseThrow()) {
        if (!isKeptByTheJdk(pair)) {
          for (BigInteger number : pair.withPrivateKeyInfo(KeyLeftInMemoryTest::secretNumbers)) {
            assertThat(contains(heap, number)).as("a number of %s", pair).isFalse();
          }
        }
      }
    }
  }

  /** SECURITY.md says so: without Corretto's provider the JDK's RSA keeps what it used last. */
  private boolean isKeptByTheJdk(EncryptionKeyPair pair) {
    return parts.providers.choice().equals("fallback")
        && pair.algorithm() == EncryptionAlgorithm.RSA_3072;
  }

  private byte[] heap() throws IOException {
    Path file = folder.resolve("heap.hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), true);
    return Files.readAllBytes(file);
  }

  private static List<BigInteger> secretNumbers(byte[] privateKeyInfo) {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(privateKeyInfo);
    try {
      RSAPrivateCrtKey key =
          (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(encoded);
      return List.of(key.getPrivateExponent(), key.getPrimeP(), key.getPrimeQ());
    } catch (Exception notRsa) {
      try {
        return List.of(
            ((ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(encoded)).getS());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Integers lie in the heap as words, most significant first, just as their octets do. */
  private static boolean contains(byte[] heap, BigInteger number) {
    byte[] octets = number.toByteArray();
    byte[] needle = Arrays.copyOfRange(octets, octets.length - NEEDLE, octets.length);
    for (int at = 0; at <= heap.length - NEEDLE; at++) {
      if (heap[at] == needle[0] && Arrays.equals(heap, at, at + NEEDLE, needle, 0, NEEDLE)) {
        return true;
      }
    }
    return false;
  }
}
