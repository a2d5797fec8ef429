package org.vouchseal.api;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.vouchseal.api.registrar.HttpRegistrar;
import org.vouchseal.api.registrar.RegistrarSettings;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.persistence.LocalPersistence;
import org.vouchseal.persistence.LocalTransactions;
import org.vouchseal.testdatabase.TestDatabase;
import org.vouchseal.validation.boot.ValidationParts;
import org.vouchseal.validation.boot.ValidationRoom;
import org.vouchseal.validation.boot.ValidationSettings;
import org.vouchseal.validation.limits.MailLimits;
import org.vouchseal.validation.mail.JakartaMailSender;

/** The room behind the API over a real database, a mail catcher, and a registrar to play. */
public final class ApiFixture implements AutoCloseable {

  private static final int WIDE = 100_000;

  public final FakeRegistrar registrar = new FakeRegistrar();
  public final ValidationRoom room;
  public final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final EntityManagerFactory persistence;

  /** With limits that no test reaches. */
  public ApiFixture(Path folder) {
    this(
        folder,
        List.of(ProfileName.SIGNING, ProfileName.ENCRYPTION),
        new MailLimits(WIDE, WIDE, WIDE, WIDE, WIDE));
  }

  public ApiFixture(Path folder, List<ProfileName> profiles, MailLimits limits) {
    TestDatabase.shared().clean("validation");
    mail.start();
    CeremonyFixture ceremony = new CeremonyFixture(folder, registrar, true);
    persistence = LocalPersistence.open("validation", TestDatabase.shared().appUser("validation"));
    LocalTransactions transactions = new LocalTransactions(persistence);
    SecureRandom random = new SecureRandom();
    Clock clock = Clock.systemUTC();
    room =
        ValidationRoom.assemble(
            new ValidationParts(
                transactions,
                transactions,
                new JakartaMailSender(
                    Session.getInstance(
                        JakartaMailSender.settings("127.0.0.1", mail.getSmtp().getPort())),
                    Mailbox.parse("ra@vouchseal.example"),
                    clock),
                new HttpRegistrar(
                    RegistrarSettings.of(registrar.address(), "main"),
                    ceremony.token().signing(KeyPurpose.RA_ORDER),
                    ceremony.directory(),
                    ceremony.providers(),
                    clock,
                    random),
                clock,
                random,
                HaltPoint.NONE,
                "test",
                ValidationSettings.defaults(profiles, limits, "http://localhost:8080")));
  }

  /** Sends what waits and reads the code from the newest mail. */
  public String codeMailed() {
    int unusedCount = room.deliverMail().run();
    var received = mail.getReceivedMessages();
    try {
      String text = (String) received[received.length - 1].getContent();
      return Arrays.stream(text.split("\r?\n"))
          .filter(line -> line.startsWith("Code: "))
          .findFirst()
          .orElseThrow()
          .substring("Code: ".length());
    } catch (IOException | MessagingException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    persistence.close();
    mail.stop();
    registrar.close();
  }
}
