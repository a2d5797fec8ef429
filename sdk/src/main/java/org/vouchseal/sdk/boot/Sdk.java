package org.vouchseal.sdk.boot;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.vouchseal.sdk.enrolment.EnrolMailbox;
import org.vouchseal.sdk.enrolment.ObjectToNewOwner;
import org.vouchseal.sdk.enrolment.RenewIdentity;
import org.vouchseal.sdk.enrolment.RevokeIdentity;
import org.vouchseal.sdk.folder.FolderStore;
import org.vouchseal.sdk.http.Exchange;
import org.vouchseal.sdk.http.HttpEnrolmentService;
import org.vouchseal.sdk.http.HttpTransfer;
import org.vouchseal.sdk.http.ServerAddress;

/** The SDK towards one server. Safe to use from several threads. */
public final class Sdk {

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8));
  private static final String CMP = "/.well-known/cmp";

  private final ServerAddress server;
  private final Clock clock;
  private final SecureRandom random;
  private final Exchange exchange;

  private Sdk(ServerAddress server, Clock clock, SecureRandom random, List<Duration> pauses) {
    this.server = server;
    this.clock = clock;
    this.random = random;
    this.exchange = new Exchange(pauses);
  }

  /**
   * The SDK for the server at this address; nothing is sent yet.
   *
   * @param server https, or http to this machine
   * @throws org.vouchseal.sdk.Misuse when the address is refused
   */
  public static Sdk at(String server) {
    return new Sdk(ServerAddress.parse(server), Clock.systemUTC(), new SecureRandom(), PAUSES);
  }

  /** Gets a pair of certificates for a mailbox. */
  public EnrolMailbox enrolMailbox() {
    return new EnrolMailbox(
        server.uri().toString(),
        new HttpEnrolmentService(server, exchange),
        new HttpTransfer(exchange),
        new FolderStore(random),
        clock,
        random,
        Sdk::sleep);
  }

  /** Renews an identity. */
  public RenewIdentity renewIdentity() {
    return new RenewIdentity(
        server.at(CMP),
        new HttpEnrolmentService(server, exchange),
        new HttpTransfer(exchange),
        new FolderStore(random),
        clock,
        random,
        Sdk::sleep);
  }

  /** Objects to a new owner of an identity's mailbox. */
  public ObjectToNewOwner objectToNewOwner() {
    return new ObjectToNewOwner(
        new HttpEnrolmentService(server, exchange), new FolderStore(random));
  }

  /** Revokes an identity. */
  public RevokeIdentity revokeIdentity() {
    return new RevokeIdentity(
        server.at(CMP), new HttpTransfer(exchange), new FolderStore(random), clock, random);
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
