package org.vouchseal.api.http;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.vouchseal.api.CeremonyFixture;
import org.vouchseal.api.FakeRegistrar;
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

/** The interface over a real database, with a mail catcher and a registrar that answers as told. */
final class RaFixture implements AutoCloseable {

  final FakeRegistrar registrar = new FakeRegistrar();
  final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  final ValidationRoom room;
  final Enrolments api;
  private final EntityManagerFactory persistence;

  RaFixture(Path folder) {
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
                ValidationSettings.defaults(
                    List.of(
                        ProfileName.SIGNING,
                        ProfileName.ENCRYPTION,
                        ProfileName.ENCRYPTION_COMPAT,
                        ProfileName.ENCRYPTION_CLOUD),
                    MailLimits.DEFAULT,
                    "http://localhost:8080")));
    api =
        new Enrolments(
            room, new CaPointers("http://localhost:8080", List.of("PEM")), new Problems(random));
  }

  @Override
  public void close() {
    persistence.close();
    mail.stop();
    registrar.close();
  }
}
