package org.vouchseal.lightcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.testdatabase.TestDatabase;

/** Somebody holds the key service's table of secrets while an expired one waits to be erased. */
@Tag("db")
class KeyServiceTableLockedTest {

  private static final Duration SHOWS_WITHIN = Duration.ofSeconds(10);

  private final DrillGround ground = DrillGround.founded("locked");
  private final RegistrationAuthority authority = new RegistrationAuthority(ground);

  @Test
  void revocation_isOnTheListInTime() throws Exception {
    try (Core core = ground.start();
        Connection connection = TestDatabase.shared().root().getConnection()) {
      Enrolled anna = enrolled(core);
      Applicant bob = new Applicant(authority.order("bob@example.org"));
      assertThat(core.registrar("/orders", bob.enrolment().json()).statusCode()).isEqualTo(201);
      execute(connection, "LOCK TABLES keyservice.order_secret WRITE");
      expireSecretOf(bob);
      while (waitingForTheTable().isEmpty()) {
        Thread.sleep(50);
      }

      long before = System.nanoTime();
      Answer answer = Answer.of(core.cmp("signing", anna.applicant.rr()));
      assertThat(answer.type()).isEqualTo(PKIBody.TYPE_REVOCATION_REP);
      while (!listed(core, anna.certificate)) {
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SHOWS_WITHIN);
        Thread.sleep(100);
      }
      assertThat(waitingForTheTable()).isNotEmpty();
      execute(connection, "UNLOCK TABLES");
    }
  }

  private record Enrolled(Applicant applicant, X509CertificateHolder certificate) {}

  private Enrolled enrolled(Core core) throws Exception {
    Applicant anna = new Applicant(authority.order("anna@example.org"));
    assertThat(core.registrar("/orders", anna.enrolment().json()).statusCode()).isEqualTo(201);
    Answer ip = Answer.of(core.cmp("signing", anna.ir()));
    X509CertificateHolder certificate = ip.certificate();
    assertThat(Answer.of(core.cmp("signing", anna.certConfUnderMac(ip))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
    anna.accept(certificate);
    return new Enrolled(anna, certificate);
  }

  private static boolean listed(Core core, X509CertificateHolder certificate) throws Exception {
    X509CRL list =
        (X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(core.pki("smime.crl")));
    return list.getRevokedCertificate(certificate.getSerialNumber()) != null;
  }

  private static List<String> waitingForTheTable() {
    return DrillGround.query(
        String.class,
        "SELECT info FROM information_schema.processlist"
            + " WHERE state LIKE 'Waiting for table%' AND info LIKE '%order_secret%'");
  }

  private static void expireSecretOf(Applicant applicant) throws SQLException {
    try (Connection connection = TestDatabase.shared().root().getConnection()) {
      execute(
          connection,
          "UPDATE issuing.registrar_order SET secret_until = '2020-01-01' WHERE reference = '"
              + applicant.reference()
              + "'");
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean unusedResult = statement.execute(sql);
    }
  }
}
