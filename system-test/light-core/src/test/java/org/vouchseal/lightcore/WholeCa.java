package org.vouchseal.lightcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.issuing.invariants.CheckInvariants;
import org.vouchseal.keyservice.boot.KeyServiceParts;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.boot.KeyServiceSettings;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.TenantId;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.persistence.SqlTransactions;
import org.vouchseal.testdatabase.TestDatabase;

/** What must hold of all rooms together, however a core ended; asked beside the cores. */
final class WholeCa {

  private final KeyServiceRoom keyService;

  WholeCa(DrillGround ground) {
    SqlTransactions transactions = new SqlTransactions(TestDatabase.shared().appUser("keyservice"));
    keyService =
        KeyServiceRoom.assemble(
            new KeyServiceParts(
                transactions,
                transactions,
                ground.token("keyservice"),
                DrillGround.PROVIDERS,
                ground.directory(),
                Clock.systemUTC(),
                new SecureRandom(),
                HaltPoint.NONE,
                "checker",
                KeyServiceSettings.defaults()));
  }

  /**
   * Checks every invariant that exists.
   *
   * @param received every certificate that any client got so far
   */
  void mustBeSound(List<X509CertificateHolder> received) {
    assertThat(
            new CheckInvariants(TestDatabase.shared().owner("issuing"))
                .run().values().stream().flatMap(List::stream))
        .as("issuing")
        .isEmpty();
    assertThat(keyService.checkKeyService().run()).as("key service").isEmpty();
    everyEncryptionCertificateHasItsKey();
    noOtherCertificateHasOne();
    noOrderHasTwoOfAKind();
    everyReceivedCertificateIsRecorded(received);
  }

  /** Lends the DER PrivateKeyInfo of the one key in escrow under an order. */
  <T> T withKeyOf(String reference, java.util.function.Function<byte[], T> use) {
    String owner =
        DrillGround.query(
                String.class, "SELECT owner FROM keyservice.escrow WHERE reference = ?", reference)
            .get(0);
    String id =
        DrillGround.query(
                String.class,
                "SELECT escrow_id FROM keyservice.escrow WHERE reference = ?",
                reference)
            .get(0);
    try (EncryptionKeyPair pair =
        keyService
            .openEscrow()
            .open(new KeyOwner(TenantId.MAIN, new OwnerId(owner)), new EscrowId(id), "test", "test")
            .orElseThrow()) {
      return pair.withPrivateKeyInfo(use);
    }
  }

  private static void everyEncryptionCertificateHasItsKey() {
    assertThat(
            DrillGround.query(
                String.class,
                "SELECT HEX(c.serial) FROM issuing.certificate c"
                    + " LEFT JOIN keyservice.escrow e ON e.spki_digest = LOWER(HEX(c.spki))"
                    + " AND e.reference = c.order_reference AND e.owner = c.owner"
                    + " WHERE c.key_class = 'ENC' GROUP BY c.id HAVING COUNT(e.escrow_id) <> 1"))
        .as("I3: encryption certificates without exactly one key in escrow")
        .isEmpty();
  }

  private static void noOtherCertificateHasOne() {
    assertThat(
            DrillGround.query(
                String.class,
                "SELECT HEX(c.serial) FROM issuing.certificate c JOIN keyservice.escrow e"
                    + " ON e.spki_digest = LOWER(HEX(c.spki)) WHERE c.key_class <> 'ENC'"))
        .as("I3: other certificates with a key in escrow")
        .isEmpty();
  }

  private static void noOrderHasTwoOfAKind() {
    assertThat(
            DrillGround.query(
                String.class,
                "SELECT CONCAT(order_reference, ' ', profile) FROM issuing.certificate"
                    + " WHERE order_reference IS NOT NULL"
                    + " GROUP BY order_reference, profile HAVING COUNT(*) > 1"))
        .as("orders with two certificates of one profile")
        .isEmpty();
    assertThat(
            DrillGround.query(
                String.class,
                "SELECT reference FROM keyservice.escrow GROUP BY reference HAVING COUNT(*) > 1"))
        .as("orders with two keys in escrow")
        .isEmpty();
  }

  private static void everyReceivedCertificateIsRecorded(List<X509CertificateHolder> received) {
    for (X509CertificateHolder certificate : List.copyOf(received)) {
      byte[] der = Answer.der(certificate);
      assertThat(
              DrillGround.query(
                  byte[].class,
                  "SELECT der FROM issuing.certificate WHERE serial = ?",
                  (Object) certificate.getSerialNumber().toByteArray()))
          .as("I1: rows of certificate %s", certificate.getSerialNumber().toString(16))
          .anySatisfy(row -> assertThat(Arrays.equals(row, der)).isTrue());
    }
  }
}
