package org.vouchseal.validation;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.LocalPersistence;
import org.vouchseal.persistence.LocalTransactions;
import org.vouchseal.testdatabase.TestDatabase;
import org.vouchseal.validation.approval.CmpAccess;
import org.vouchseal.validation.boot.ValidationParts;
import org.vouchseal.validation.boot.ValidationRoom;
import org.vouchseal.validation.boot.ValidationSettings;
import org.vouchseal.validation.enrolment.AccessToken;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.enrolment.OpeningRequest;
import org.vouchseal.validation.limits.MailLimits;
import org.vouchseal.validation.mail.JakartaMailSender;
import org.vouchseal.validation.outbox.MailSender;

/** A room over a real database, with a mail catcher, a clock to turn, and a registrar to play. */
public final class RoomFixture implements AutoCloseable {

  public static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  public final TurnableClock clock = new TurnableClock();
  public final PlayedRegistrar registrar = new PlayedRegistrar();
  public final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final EntityManagerFactory persistence;
  public final LocalTransactions transactions;
  public String haltAt = "";
  public final ValidationRoom room;

  public RoomFixture() {
    this(MailLimits.DEFAULT);
  }

  public RoomFixture(MailLimits limits) {
    TestDatabase.shared().clean("validation");
    mail.start();
    persistence = LocalPersistence.open("validation", TestDatabase.shared().appUser("validation"));
    transactions = new LocalTransactions(persistence);
    room = another(limits);
  }

  /** Another node over the same database. */
  public ValidationRoom another(MailLimits limits) {
    return another(limits, mailSender());
  }

  public ValidationRoom another(MailLimits limits, MailSender sender) {
    return another(limits, sender, "test");
  }

  public ValidationRoom another(MailLimits limits, MailSender sender, String node) {
    return ValidationRoom.assemble(
        new ValidationParts(
            transactions,
            transactions,
            sender,
            registrar,
            clock,
            new SecureRandom(),
            this::halt,
            node,
            ValidationSettings.defaults(
                List.of(
                    ProfileName.SIGNING,
                    ProfileName.ENCRYPTION,
                    ProfileName.ENCRYPTION_COMPAT,
                    ProfileName.ENCRYPTION_CLOUD),
                limits,
                "https://ca.example")));
  }

  public MailSender mailSender() {
    return new JakartaMailSender(
        Session.getInstance(JakartaMailSender.settings("127.0.0.1", mail.getSmtp().getPort())),
        Mailbox.parse("ra@vouchseal.example"),
        clock);
  }

  private void halt(String point) {
    if (point.equals(haltAt)) {
      haltAt = "";
      throw new Crash(point);
    }
  }

  public Outcome<OpenedEnrolment, Refusal> tryOpen(String mailbox) {
    return room.openEnrolment()
        .open(
            new OpeningRequest(mailbox, "V1", Set.of(), "en"), Optional.empty(), Optional.empty());
  }

  public OpenedEnrolment open(String mailbox) {
    return granted(tryOpen(mailbox));
  }

  /** Sends what waits and reads the code from the newest mail. */
  public String codeMailed() {
    int unusedCount = room.deliverMail().run();
    MimeMessage[] received = mail.getReceivedMessages();
    List<String> lines =
        Arrays.stream(text(received[received.length - 1]).split("\r?\n"))
            .filter(line -> line.startsWith("Code: "))
            .toList();
    if (lines.size() != 1) {
      throw new AssertionError("not exactly one line with a code: " + lines);
    }
    return lines.get(0).substring("Code: ".length());
  }

  public Outcome<CmpAccess, Refusal> prove(OpenedEnrolment enrolment, String code) {
    return room.proveMailbox().prove(enrolment.id(), enrolment.token(), code);
  }

  public Enrolment show(OpenedEnrolment enrolment) {
    return granted(room.visitEnrolment().show(enrolment.id(), enrolment.token()));
  }

  public static <T> T granted(Outcome<T, Refusal> ruling) {
    return ruling.fold(
        value -> value,
        refusal -> {
          throw new AssertionError("refused: " + refusal);
        });
  }

  public static Refusal refused(Outcome<?, Refusal> ruling) {
    return ruling.fold(
        value -> {
          throw new AssertionError("granted: " + value);
        },
        refusal -> refusal);
  }

  public static AccessToken token(String text) {
    return AccessToken.presented(text);
  }

  public static String text(MimeMessage message) {
    try {
      return (String) message.getContent();
    } catch (IOException | MessagingException e) {
      throw new AssertionError(e);
    }
  }

  public void forgetMail() {
    try {
      mail.purgeEmailFromAllMailboxes();
    } catch (FolderException e) {
      throw new AssertionError(e);
    }
  }

  /** First column of a query, as text. */
  public List<String> query(String sql) {
    return query(sql, 1);
  }

  /** Second column of a query, as text. */
  public List<String> querySecond(String sql) {
    return query(sql, 2);
  }

  private static List<String> query(String sql, int column) {
    try (Connection connection = TestDatabase.shared().owner("validation").getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (found.next()) {
        values.add(found.getString(column));
      }
      return values;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Changes rows by hand, as one who may write to the database could. */
  public void change(String sql) {
    try (Connection connection = TestDatabase.shared().owner("validation").getConnection();
        Statement statement = connection.createStatement()) {
      if (statement.executeUpdate(sql) == 0) {
        throw new AssertionError("nothing was changed by " + sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  public List<String> auditTypes(Reference id) {
    return query("SELECT type FROM audit_event WHERE object = 'enrolment:" + id + "' ORDER BY id");
  }

  @Override
  public void close() {
    persistence.close();
    mail.stop();
  }

  /** The process died at a halt point. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String point) {
      super(point);
    }
  }

  /** A clock that stands until it is turned. */
  public static final class TurnableClock extends Clock {
    private volatile Instant now = START;

    public void turn(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
