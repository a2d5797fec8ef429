package org.vouchseal.sdk.enrolment;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.cmp.Transfer;
import org.vouchseal.sdk.fixture.FakeCa;
import org.vouchseal.sdk.fixture.TestPki;
import org.vouchseal.sdk.folder.FolderStore;
import org.vouchseal.sdk.x509.Certificates;

/** An applicant before a service whose code is {@link #CODE}. */
final class EnrolmentFixture implements EnrolmentService {

  static final Mailbox ALICE = Mailbox.parse("alice@example.org");
  static final String CODE = "ABCDE-FGHJK-MNPQR-STVWX-YZ012";
  static final TestPki PKI = new TestPki();

  final FakeCa ca = new FakeCa(PKI, ALICE.address(), "order-1", "a-secret-of-128-random-bits");
  final List<String> calls = new ArrayList<>();
  final List<URI> addresses = new ArrayList<>();
  final List<Duration> pauses = new ArrayList<>();
  final List<String> progress = new ArrayList<>();
  String state = "ISSUED";
  Clock clock = Clock.systemUTC();
  Transfer transfer =
      (address, message) -> {
        addresses.add(address);
        return ca.answer(message);
      };

  Identity enrol(Path folder) {
    return enrol(folder, mailbox -> CODE);
  }

  Identity enrol(Path folder, CodeSource codes) {
    return new EnrolMailbox(
            "http://localhost:8080",
            this,
            (address, message) -> transfer.exchange(address, message),
            new FolderStore(TestPki.RANDOM),
            new LiveClock(),
            TestPki.RANDOM,
            this::pause)
        .enrol(ALICE, folder, false, Duration.ofSeconds(60), codes, progress::add);
  }

  Identity renew(Path folder) {
    return renew(folder, false, mailbox -> CODE);
  }

  Identity renew(Path folder, boolean newCode, CodeSource codes) {
    return new RenewIdentity(
            URI.create("http://localhost:8080/.well-known/cmp"),
            this,
            (address, message) -> transfer.exchange(address, message),
            new FolderStore(TestPki.RANDOM),
            new LiveClock(),
            TestPki.RANDOM,
            this::pause)
        .renew(folder, newCode, Duration.ofSeconds(60), codes, progress::add);
  }

  private void pause(Duration time) {
    pauses.add(time);
    clock = Clock.offset(clock, time);
  }

  @Override
  public StartedEnrolment start(Mailbox mailbox) {
    calls.add("start");
    return new StartedEnrolment("e1", "t1");
  }

  @Override
  public void sendCodeAgain(StartedEnrolment enrolment) {
    calls.add("again");
  }

  @Override
  public EnrolmentStanding standing(StartedEnrolment enrolment) {
    calls.add("standing " + enrolment.id());
    return new EnrolmentStanding(state, "next");
  }

  @Override
  public void proveAgain(StartedEnrolment enrolment, String code) {
    calls.add("prove-again " + enrolment.token());
    if (!code.equals(CODE)) {
      throw new org.vouchseal.sdk.RefusedByService(
          org.vouchseal.sdk.Fault.local("code-wrong", "the code is wrong", "it differs", "again"),
          422,
          false);
    }
    state = "ISSUED";
    ca.undecided.decide();
  }

  @Override
  public String object(String enrolment, byte[] cms) {
    calls.add("object");
    return "case-1";
  }

  @Override
  public ProvedOrder prove(StartedEnrolment enrolment, String code) {
    calls.add("prove");
    if (!code.equals(CODE)) {
      throw new org.vouchseal.sdk.RefusedByService(
          org.vouchseal.sdk.Fault.local("code-wrong", "the code is wrong", "it differs", "again"),
          422,
          false);
    }
    return new ProvedOrder(
        URI.create("http://localhost:8080/.well-known/cmp"),
        ca.reference,
        ca.secret,
        "CN=" + ALICE,
        "signing",
        List.of("encryption", "encryption-compat"),
        List.of(Certificates.pem(List.of(PKI.root.certificate()))));
  }

  /** Reads what pauses have made of the clock. */
  private final class LiveClock extends Clock {
    @Override
    public java.time.Instant instant() {
      return clock.instant();
    }

    @Override
    public java.time.ZoneId getZone() {
      return java.time.ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
