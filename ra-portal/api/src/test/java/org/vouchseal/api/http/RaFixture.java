package org.vouchseal.api.http;

import com.icegreen.greenmail.util.GreenMail;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.vouchseal.api.ApiFixture;
import org.vouchseal.api.FakeRegistrar;
import org.vouchseal.model.ProfileName;
import org.vouchseal.validation.boot.ValidationRoom;
import org.vouchseal.validation.limits.MailLimits;

/** The interface over a room with every profile and the limits of the design. */
final class RaFixture implements AutoCloseable {

  private final ApiFixture fixture;
  final FakeRegistrar registrar;
  final GreenMail mail;
  final ValidationRoom room;
  final Enrolments api;

  RaFixture(Path folder) {
    fixture =
        new ApiFixture(
            folder,
            List.of(
                ProfileName.SIGNING,
                ProfileName.ENCRYPTION,
                ProfileName.ENCRYPTION_COMPAT,
                ProfileName.ENCRYPTION_CLOUD),
            MailLimits.DEFAULT);
    registrar = fixture.registrar;
    mail = fixture.mail;
    room = fixture.room;
    api =
        new Enrolments(
            room,
            new CaPointers("http://localhost:8080", List.of("PEM")),
            new Problems(new SecureRandom(), java.time.Clock.systemUTC()));
  }

  @Override
  public void close() {
    fixture.close();
  }
}
