package org.vouchseal.validation.outbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vouchseal.model.Mailbox;

/**
 * Every mail of this room. Fixed words and facts of our own making only: nothing that a user typed
 * stands in a subject or body, so that nobody can send his words to others through us.
 */
public final class MailTexts {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private MailTexts() {}

  /** The one-time code; exactly one line begins with {@code Code: }. */
  public static OutgoingMail code(String id, Mailbox mailbox, String code, Instant endsAt) {
    String body =
        """
        Somebody, probably you, asked for a certificate for this mailbox.

        Type or paste this code where you asked for it:

        Code: %s

        The code works once, until %s. Nobody from Vouchseal will ask you for it,
        and there is no link to follow.

        If you did not ask for it, do nothing: without the code nothing is issued
        for this mailbox. Do not pass the code on to anybody.
        """
            .formatted(code, UTC.format(endsAt));
    return new OutgoingMail(id, mailbox, "Your code for a certificate", body);
  }

  /** Certificates were issued for the mailbox. */
  public static OutgoingMail issued(String id, Mailbox mailbox, List<CertificateFacts> facts) {
    String list =
        facts.stream()
            .map(c -> "  %s, until %s, serial number %s".formatted(c.use(), date(c), c.serial()))
            .collect(Collectors.joining("\n"));
    String body =
        """
        A certificate was issued for this mailbox:

        %s

        You get this notice each time, because you proved control of this mailbox. The
        private key of an encryption certificate is kept safely by the service, so that
        nothing encrypted for you is lost; a signing key never leaves you.

        If you did not ask for it, somebody else can read this mailbox. Secure the
        mailbox first, then tell the operator of this service the serial number, and
        the certificate will be revoked.
        """
            .formatted(list);
    return new OutgoingMail(id, mailbox, "A certificate was issued for your mailbox", body);
  }

  /** The mailbox has a new owner; told to the former one. */
  public static OutgoingMail newOwner(String id, Mailbox mailbox, Instant revocationDue) {
    String body =
        """
        Somebody proved control of this mailbox and became its new owner with this
        service. The certificates issued before for this mailbox will be revoked at
        %s.

        If that was you, nothing has to be done. What was encrypted for the former
        certificates cannot be opened by the new owner.

        If it was not you, object before that time: start an enrolment for this mailbox
        and add a proof signed with your present signing certificate.
        """
            .formatted(UTC.format(revocationDue));
    return new OutgoingMail(id, mailbox, "Your mailbox has a new certificate owner", body);
  }

  private static String date(CertificateFacts facts) {
    return UTC.format(facts.notAfter());
  }

  /**
   * What a mail says of a certificate.
   *
   * @param use {@code signing} or {@code encryption}
   * @param serial hexadecimal
   */
  public record CertificateFacts(String use, String serial, Instant notAfter) {}
}
