package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.model.DirectoryOrder;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;
import org.vouchseal.testdatabase.TestDatabase;

/**
 * What the public look-up may offer, read as the status room reads it; and an owner who says that
 * he does not wish to be found.
 */
class OwnerChoosingToBeListedTest extends OneIssuing {

  private static final String MAILBOX = "anna@example.org";

  @Test
  void certificate_isOfferedFromItsConfirmationUntilItsRevocation() throws Exception {
    Applicant anna = Applicant.of(issuing, MAILBOX).enrolled();
    assertThat(offered(MAILBOX)).isEmpty();

    Applicant.Answer cp = requested(anna);
    assertThat(offered(MAILBOX)).as("awaiting certConf").isEmpty();
    confirm(anna, cp);
    assertThat(offered(MAILBOX)).containsExactly(der(cp.certificate()));
    assertThat(offered("Anna@example.org")).isEmpty();
    assertThat(offered("anna@example.net")).isEmpty();

    anna.send("/p/signing", anna.signed(anna.rrWriter(cp.certificate())));
    assertThat(offered(MAILBOX)).isEmpty();
  }

  @Test
  void rejectedCertificate_isNotOffered() {
    Applicant anna = Applicant.of(issuing, MAILBOX).enrolled();
    Applicant.Answer cp = requested(anna);
    anna.send("/p/encryption", anna.signed(anna.rejecting(cp)));
    assertThat(offered(MAILBOX)).isEmpty();
  }

  @Test
  void wishNotToBeListed_countsUntilTheOwnerWishesOtherwise() throws Exception {
    Applicant anna = Applicant.of(issuing, MAILBOX).enrolled();
    Applicant.Answer cp = requested(anna);
    confirm(anna, cp);

    assertThat(wish(anna, false).status()).isEqualTo(200);
    assertThat(offered(MAILBOX)).isEmpty();
    issuing.clock.advance(Duration.ofSeconds(1));
    assertThat(wish(anna, true).status()).isEqualTo(200);
    assertThat(offered(MAILBOX)).containsExactly(der(cp.certificate()));
    assertThat(audited()).isEqualTo(2);
  }

  @Test
  void wishBeforeTheFirstCertificate_countsForIt() {
    Applicant anna = Applicant.of(issuing, MAILBOX);
    assertThat(wish(anna, false).status()).isEqualTo(200);
    anna.enrolled();
    confirm(anna, requested(anna));
    assertThat(offered(MAILBOX)).isEmpty();
  }

  @Test
  void wish_isTheOwnersAlone() throws Exception {
    Applicant anna = Applicant.of(issuing, MAILBOX).enrolled();
    Applicant bert = Applicant.of(issuing, "bert@example.org").enrolled();
    confirm(anna, requested(anna));
    Applicant.Answer his = requested(bert);
    confirm(bert, his);
    assertThat(wish(anna, false).status()).isEqualTo(200);
    assertThat(offered(MAILBOX)).isEmpty();
    assertThat(offered("bert@example.org")).containsExactly(der(his.certificate()));
  }

  @Test
  void wishOfTheNextOwnerOfAMailbox_leavesTheFormerOnesAlone() {
    Applicant former = Applicant.of(issuing, MAILBOX).enrolled();
    assertThat(wish(former, false).status()).isEqualTo(200);
    issuing.clock.advance(Duration.ofSeconds(1));
    Applicant next = Applicant.of(issuing, MAILBOX).enrolled();
    assertThat(wish(next, true).status()).isEqualTo(200);
    assertThat(issuing.count("SELECT COUNT(*) FROM directory_choice WHERE listed")).isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM directory_choice WHERE NOT listed"))
        .isEqualTo(1);
  }

  @Test
  void wishThatArrivesLate_doesNotUndoANewerOne() {
    Applicant anna = Applicant.of(issuing, MAILBOX).enrolled();
    confirm(anna, requested(anna));
    String older = statement(anna, true, now());
    String newer = statement(anna, false, now().plusSeconds(1));
    issuing.clock.advance(Duration.ofSeconds(2));
    assertThat(send("/directory", newer).status()).isEqualTo(200);
    assertThat(send("/directory", older).status()).isEqualTo(200);
    assertThat(offered(MAILBOX)).isEmpty();
  }

  @Test
  void sameStatementAgain_changesNothingAlsoAfterItExpired() {
    Applicant anna = Applicant.of(issuing, MAILBOX).enrolled();
    String statement = statement(anna, false, now());
    assertThat(send("/directory", statement).status()).isEqualTo(200);
    issuing.clock.advance(Duration.ofMinutes(20));
    assertThat(send("/directory", statement).status()).isEqualTo(200);
    assertThat(audited()).isEqualTo(1);
    refused(send("/directory", statement(anna, false, now().minusSeconds(600))), "order-expired");
  }

  @Test
  void sameJtiWithOtherBytes_isRefusedAndNoted() {
    Applicant anna = Applicant.of(issuing, MAILBOX).enrolled();
    DirectoryOrder order = order(anna, false, now());
    assertThat(send("/directory", issuing.pki.ra.order(order)).status()).isEqualTo(200);
    refused(send("/directory", issuing.pki.ra.order(order)), "order-differs");
    assertThat(issuing.count("SELECT COUNT(*) FROM audit_event WHERE type = 'order.refused'"))
        .isEqualTo(1);
  }

  @Test
  void orderOfAnotherTenant_isRefusedLikeOneThatIsNotThere() {
    Applicant anna = Applicant.of(issuing, MAILBOX).enrolled();
    DirectoryOrder own = order(anna, false, now());
    DirectoryOrder foreign =
        new DirectoryOrder(
            own.ra(),
            own.jti(),
            new TenantId("other"),
            own.reference(),
            own.listed(),
            own.issuedAt(),
            own.expiresAt());
    refused(send("/directory", issuing.pki.ra.order(foreign)), "order-unknown");
    assertThat(issuing.count("SELECT COUNT(*) FROM directory_choice")).isZero();
  }

  @Test
  void strangerAndUnknownOrder_areRefused() {
    Applicant anna = Applicant.of(issuing, MAILBOX).enrolled();
    confirm(anna, requested(anna));
    String forged = new OrderWriter("main").order(order(anna, false, now()));
    refused(send("/directory", forged), "order-refused");
    DirectoryOrder elsewhere =
        new DirectoryOrder(
            "main",
            "jti-x",
            TenantId.MAIN,
            new Reference("no-such-order"),
            false,
            now(),
            now().plusSeconds(60));
    refused(send("/directory", issuing.pki.ra.order(elsewhere)), "order-unknown");
    assertThat(offered(MAILBOX)).hasSize(1);
  }

  @Test
  void statementOfOneKind_isNotTakenForAnother() {
    Applicant anna = Applicant.of(issuing, MAILBOX).enrolled();
    refused(send("/revocations", statement(anna, false, now())), "order-not-readable");
    refused(send("/directory", anna.enrolment.jws()), "order-not-readable");
  }

  @Test
  void orderWithAWish_issuesAsBefore() {
    Applicant anna = Applicant.of(issuing, MAILBOX);
    assertThat(wish(anna, false).status()).isEqualTo(200);
    anna.enrolled();
    assertThat(requested(anna).type()).isEqualTo(PKIBody.TYPE_CERT_REP);
  }

  @Test
  void mailboxOfTwoOwners_isOfferedOfNobodyUntilTheFormerOnesEnd() throws Exception {
    Applicant former = Applicant.of(issuing, MAILBOX).enrolled();
    confirm(former, requested(former));
    Applicant next = Applicant.of(issuing, MAILBOX).enrolled();
    assertThat(offered(MAILBOX)).isEmpty();
    Applicant.Answer cp = requested(next);
    confirm(next, cp);
    assertThat(offered(MAILBOX)).isEmpty();

    issuing.clock.advance(Duration.ofHours(25));
    issuing.runDue();
    assertThat(offered(MAILBOX)).containsExactly(der(cp.certificate()));
  }

  @Test
  void rowThatSaysOtherwiseThanTheStatement_isFoundByTheChecker() {
    Applicant anna = Applicant.of(issuing, MAILBOX);
    assertThat(wish(anna, false).status()).isEqualTo(200);
    DatabaseWriter.write("UPDATE directory_choice SET listed = 1");
    assertThat(DatabaseWriter.broken()).singleElement().asString().contains("wish about the");
    DatabaseWriter.write("UPDATE directory_choice SET listed = 0");
  }

  @Test
  void rowOfTheWish_isNeverDeletedNorMoved() {
    for (String sql :
        List.of(
            "DELETE FROM directory_choice",
            "UPDATE directory_choice SET owner = 'somebody-else'")) {
      assertThat(refusal(sql)).as(sql).isPresent();
    }
  }

  private Applicant.Answer requested(Applicant who) {
    return who.send(
        "/p/encryption", who.signed(who.centralWriter(PKIBody.TYPE_CERT_REQ, true, false)));
  }

  private static void confirm(Applicant who, Applicant.Answer cp) {
    assertThat(who.send("/p/encryption", who.signed(who.accepting(cp))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  private Instant now() {
    return issuing.clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private DirectoryOrder order(Applicant who, boolean listed, Instant at) {
    return new DirectoryOrder(
        "main",
        "dir-" + Reference.random(issuing.random),
        TenantId.MAIN,
        new Reference(who.enrolment.reference()),
        listed,
        at,
        at.plusSeconds(60));
  }

  private String statement(Applicant who, boolean listed, Instant at) {
    return issuing.pki.ra.order(order(who, listed, at));
  }

  private RegistrarHttpResponse wish(Applicant who, boolean listed) {
    return send("/directory", statement(who, listed, now()));
  }

  private RegistrarHttpResponse send(String path, String jws) {
    return issuing.registrar("POST", path, "{\"order\":\"" + jws + "\"}", Optional.empty());
  }

  private static void refused(RegistrarHttpResponse answer, String type) {
    assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.body()).contains("/registrar/problems/" + type);
  }

  private long audited() {
    return issuing.count(
        "SELECT COUNT(*) FROM audit_event WHERE type = 'directory.choice.accepted'");
  }

  private static String der(X509CertificateHolder certificate) throws Exception {
    return HexFormat.of().formatHex(certificate.getEncoded());
  }

  private static Optional<String> refusal(String sql) {
    try (Connection connection = TestDatabase.shared().appUser("issuing").getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.executeUpdate();
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static List<String> offered(String mailbox) {
    String sql = "SELECT der FROM issuing.offered_encryption_certificate WHERE mailbox = ?";
    try (Connection connection = TestDatabase.shared().appUser("status").getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, mailbox);
      List<String> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(HexFormat.of().formatHex(rows.getBytes(1)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
