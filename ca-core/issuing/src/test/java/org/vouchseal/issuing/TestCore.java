package org.vouchseal.issuing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.boot.IssuingCore;
import org.vouchseal.issuing.boot.IssuingCoreParts;
import org.vouchseal.issuing.boot.IssuingRules;
import org.vouchseal.issuing.crl.CrlSettings;
import org.vouchseal.issuing.invariants.CheckInvariants;
import org.vouchseal.issuing.invariants.InvariantFinding;
import org.vouchseal.issuing.issuance.ApprovedOrder;
import org.vouchseal.issuing.issuance.IssuanceRequest;
import org.vouchseal.issuing.issuance.IssuanceSettings;
import org.vouchseal.issuing.issuance.RecordedPlan;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.issuing.issuance.SignedReceipt;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.EscrowReceipt;
import org.vouchseal.model.KeyUse;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.model.SubjectName;
import org.vouchseal.persistence.SqlAuditTrail;
import org.vouchseal.persistence.SqlTransactions;
import org.vouchseal.testdatabase.TestDatabase;

/** The core over a real database with a clock that can be set. */
public final class TestCore {

  public static final Mailbox MAILBOX = Mailbox.parse("alice@example.org");
  public static final Reference ORDER = new Reference("order-1");
  public static final OwnerId OWNER = new OwnerId("owner-1");

  private static final ApprovedOrder APPROVED =
      new ApprovedOrder(
          ORDER,
          OWNER,
          AssuranceTier.V1,
          SubjectName.commonName(MAILBOX.address()),
          List.of(MAILBOX),
          List.of(ProfileName.SIGNING, ProfileName.ENCRYPTION),
          Duration.ofDays(730));

  private static final TestPki PKI = TestPki.create();

  private final TestDatabase database = TestDatabase.shared();
  private final SqlTransactions transactions = new SqlTransactions(database.appUser("issuing"));
  private final SettableClock clock = new SettableClock(TestPki.BEGIN.plus(Duration.ofDays(100)));
  private final List<String> halts = new ArrayList<>();
  private final IssuingCore core;
  private String awaited = "";
  private Runnable then = () -> {};

  public TestCore() {
    database.clean("issuing");
    core = assemble("node-1");
  }

  /** One more node over the same database. */
  public IssuingCore assemble(String node) {
    return assemble(node, 1);
  }

  /** One that spreads new certificates among this many revocation lists. */
  public IssuingCore assemble(String node, int crlShards) {
    SecureRandom random = new SecureRandom();
    return IssuingCore.assemble(
        new IssuingCoreParts(
            transactions,
            transactions,
            new SqlAuditTrail(transactions, clock, random, node),
            PKI.token(),
            PKI.providers(),
            PKI.writeTo(folder()),
            clock,
            random,
            this::reached,
            node,
            false,
            Optional.empty(),
            reference -> Outcome.of(APPROVED),
            IssuingRules.STANDARD,
            IssuanceSettings.DEFAULT.withCrlShards(crlShards),
            CrlSettings.DEFAULT));
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("pki");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public IssuingCore core() {
    return core;
  }

  public TestPki pki() {
    return PKI;
  }

  public SettableClock clock() {
    return clock;
  }

  public SqlTransactions transactions() {
    return transactions;
  }

  /** Does this once, when a halt point is reached next. */
  public void whenReached(String point, Runnable work) {
    awaited = point;
    then = work;
  }

  private void reached(String point) {
    halts.add(point);
    if (point.equals(awaited)) {
      awaited = "";
      then.run();
    }
  }

  /** Halt points passed, in their order. */
  public List<String> halts() {
    return halts;
  }

  public IssuanceRequest signingRequest(String key, byte[] spki) {
    return request(key, ProfileName.SIGNING, spki, Optional.empty());
  }

  public IssuanceRequest encryptionRequest(String key, byte[] spki) {
    return request(
        key, ProfileName.ENCRYPTION, spki, Optional.of(PKI.signed(receipt(spki, OWNER, ORDER))));
  }

  public IssuanceRequest request(
      String key, ProfileName profile, byte[] spki, Optional<SignedReceipt> receipt) {
    return new IssuanceRequest(
        key,
        "smime",
        profile,
        spki,
        SubjectName.commonName(MAILBOX.address()),
        List.of(MAILBOX),
        Duration.ofDays(730),
        Optional.of(ORDER),
        Optional.of(OWNER),
        Optional.of(AssuranceTier.V1),
        receipt,
        "ra:main");
  }

  public EscrowReceipt receipt(byte[] spki, OwnerId owner, Reference order) {
    return new EscrowReceipt(
        EscrowId.random(new SecureRandom()),
        SpkiDigest.of(spki),
        owner,
        order,
        "0".repeat(64),
        KeyUse.ENCRYPTION,
        "CLOUD",
        clock.instant());
  }

  public RecordedPlan recorded(IssuanceRequest request) {
    return recorded(core, request);
  }

  public RecordedPlan recorded(IssuingCore node, IssuanceRequest request) {
    return node.issuance()
        .record(request)
        .fold(
            recorded -> recorded.plan(),
            refused -> {
              throw new AssertionError(refused.toString());
            });
  }

  /** Issues and confirms. */
  public SignedCertificate issued(IssuanceRequest request) {
    return issued(core, request);
  }

  /** The same on another node. */
  public SignedCertificate issued(IssuingCore node, IssuanceRequest request) {
    SignedCertificate signed = node.issuance().sign(recorded(node, request));
    transactions.run(() -> node.issuance().completeInTransaction(signed));
    boolean confirmed =
        transactions.run(
            () ->
                core.certificates()
                    .confirmInTransaction(signed.issuer(), signed.serial(), "ra:main"));
    if (!confirmed) {
      throw new AssertionError("not confirmed");
    }
    return signed;
  }

  public long count(String table) {
    try (Connection connection = database.owner("issuing").getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      found.next();
      return found.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a statement as the owner of the schema. */
  public void asOwner(String sql) {
    try (Connection connection = database.owner("issuing").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As root: triggers need it while the binary log is on. */
  public void asRoot(String sql) {
    try (Connection connection = database.root().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("USE issuing");
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the invariant checker finds. */
  public List<InvariantFinding> violations() {
    return new CheckInvariants(database.appUser("issuing"))
        .run().values().stream().flatMap(List::stream).toList();
  }
}
