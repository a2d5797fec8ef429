package org.vouchseal.validation.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import org.vouchseal.model.Mailbox;
import org.vouchseal.validation.outbox.MailNotSent;
import org.vouchseal.validation.outbox.MailSender;
import org.vouchseal.validation.outbox.OutgoingMail;

/**
 * Sends over SMTP. One recipient, text in ASCII, every header set here: the only foreign word in a
 * message is the address, and a {@link Mailbox} has no character that SMTP or a header could take
 * for anything else.
 */
public final class JakartaMailSender implements MailSender {

  private final Session session;
  private final Mailbox from;
  private final Clock clock;

  /**
   * Sends through a session made with {@link #settings}.
   *
   * @param from who sends; also the right part of every Message-ID
   */
  public JakartaMailSender(Session session, Mailbox from, Clock clock) {
    this.session = session;
    this.from = from;
    this.clock = clock;
  }

  /** What a session needs: internationalized addresses (RFC 6531), and no endless waiting. */
  public static Properties settings(String host, int port) {
    Properties settings = new Properties();
    settings.setProperty("mail.transport.protocol", "smtp");
    settings.setProperty("mail.smtp.host", host);
    settings.setProperty("mail.smtp.port", Integer.toString(port));
    settings.setProperty("mail.smtp.connectiontimeout", "5000");
    settings.setProperty("mail.smtp.timeout", "20000");
    settings.setProperty("mail.smtp.writetimeout", "20000");
    settings.setProperty("mail.smtp.allow8bitmime", "true");
    settings.setProperty("mail.mime.allowutf8", "true");
    return settings;
  }

  @Override
  public void send(OutgoingMail mail) {
    try {
      Transport.send(message(mail));
    } catch (SendFailedException fault) {
      // Jakarta Mail calls an address invalid when RCPT was answered with 5yz
      boolean refused =
          fault.getInvalidAddresses() != null && fault.getInvalidAddresses().length > 0;
      throw refused ? MailNotSent.recipientRefused(fault) : notTaken(fault);
    } catch (MessagingException fault) {
      throw notTaken(fault);
    }
  }

  private static MailNotSent notTaken(MessagingException fault) {
    return new MailNotSent("the mail system did not take it", fault);
  }

  private MimeMessage message(OutgoingMail mail) throws MessagingException {
    MimeMessage message = new FixedIdMessage(session, messageId(mail));
    message.setFrom(address(from));
    message.setRecipient(Message.RecipientType.TO, address(mail.recipient()));
    message.setSubject(mail.subject(), "US-ASCII");
    message.setSentDate(Date.from(clock.instant()));
    // no out-of-office answers, please (RFC 3834)
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setText(mail.body(), "US-ASCII");
    message.setHeader("Content-Transfer-Encoding", "7bit");
    return message;
  }

  private String messageId(OutgoingMail mail) {
    return "<" + mail.id() + "@" + from.domain() + ">";
  }

  private static InternetAddress address(Mailbox mailbox) {
    InternetAddress address = new InternetAddress();
    address.setAddress(mailbox.address());
    return address;
  }

  /** Keeps the Message-ID that was given, where Jakarta Mail would make a new one. */
  private static final class FixedIdMessage extends MimeMessage {
    private final String messageId;

    FixedIdMessage(Session session, String messageId) {
      super(session);
      this.messageId = messageId;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", messageId);
    }
  }
}
