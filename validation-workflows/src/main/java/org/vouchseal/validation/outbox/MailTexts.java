package org.vouchseal.validation.outbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Reference;

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

  /** A mail that carries a one-time code. */
  @FunctionalInterface
  public interface CodeMail {

    /** Writes it; exactly one line begins with {@code Code: }. */
    OutgoingMail write(String id, Mailbox mailbox, String code, Instant endsAt);
  }

  /**
   * The code for a renewal that waits.
   *
   * @param publicUrl address of the service, without a slash at the end
   * @param enrolment whose validation ended
   */
  public record Renewing(String publicUrl, Reference enrolment) implements CodeMail {

    @Override
    public OutgoingMail write(String id, Mailbox mailbox, String code, Instant endsAt) {
      String body =
          """
          A certificate for this mailbox is to be renewed. You proved control of the
          mailbox too long ago for that, so the renewal waits for a new proof.

          Type or paste this code where the renewal was started:

          Code: %1$s

          Was it started by this command? It asks for the code; when it has ended, run
          it again:

            vouchseal renew --server %2$s --in FOLDER

          Without that program, send {"code":"..."} as application/json, with the token
          of the enrolment, by POST to

            %2$s/api/v1/enrolments/%3$s/mailbox-proof

          The code works once, until %4$s. Nobody from Vouchseal will ask you for it,
          and there is no link to follow.

          If you did not start a renewal, do nothing: without the code nothing is
          renewed. Somebody else may have your signing key then; revoke the certificate.
          """
              .formatted(code, publicUrl, enrolment, UTC.format(endsAt));
      return new OutgoingMail(id, mailbox, "Your code for the renewal of a certificate", body);
    }
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

  /** The mailbox has a new owner; told to the former one, with what he can do about it. */
  public static OutgoingMail newOwner(
      String id, Mailbox mailbox, Instant revocationDue, Objecting objecting) {
    String body =
        """
        Somebody proved control of this mailbox and became its new owner with this
        service. The certificates issued before for this mailbox will be revoked at
        %1$s.

        If that was you, nothing has to be done. What was encrypted for the former
        certificates cannot be opened by the new owner.

        If it was not you, object before that time, signed with your present signing
        certificate. Then nothing is revoked until people have looked into it. On the
        computer with your certificate's folder FOLDER:

          vouchseal object --server %2$s --in FOLDER \\
            --enrolment %3$s

        Without that program, with signing.pem and its key in signing.key:

          printf %%s %4$s%3$s |
            openssl cms -sign -binary -nodetach -md sha256 -signer signing.pem \\
              -inkey signing.key -outform DER -out objection.der

        and send {"cms":"..."} as application/json, with objection.der in base64, by
        POST to

          %2$s/api/v1/enrolments/%3$s/objection
        """
            .formatted(
                UTC.format(revocationDue),
                objecting.publicUrl(),
                objecting.enrolment(),
                Objecting.STATEMENT);
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

  /**
   * Where and against what a former owner objects.
   *
   * @param publicUrl address of the service, without a slash at the end
   * @param enrolment the new owner's
   */
  public record Objecting(String publicUrl, Reference enrolment) {

    private static final String STATEMENT = "vouchseal-objection-1:";
  }
}
