package org.vouchseal.launcher;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;

/**
 * Takes every mail on a port of 127.0.0.1 and delivers none: each becomes a file before it is
 * accepted. Nothing is kept in memory.
 */
final class MailCatcher implements AutoCloseable {

  private final GreenMail server;
  private final MailFiles files;

  MailCatcher(int port, MailFiles files) {
    this.server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    this.files = files;
  }

  static MailCatcher into(VarFolder var, int port, Clock clock) {
    return new MailCatcher(port, new MailFiles(var.mail(), clock));
  }

  void start() {
    server.start();
    UserManager users = server.getUserManager();
    users.setMessageDeliveryHandler(
        (message, recipient) -> {
          keep(message);
          return accountOf(users, recipient.getEmail());
        });
  }

  private void keep(MovingMessage message) throws MessagingException {
    try {
      server.purgeEmailFromAllMailboxes();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      message.getMessage().writeTo(bytes);
      files.add(bytes.toByteArray());
    } catch (IOException | FolderException e) {
      throw new MessagingException("cannot keep the mail", e);
    }
  }

  private static GreenMailUser accountOf(UserManager users, String address) throws UserException {
    GreenMailUser known = users.getUserByEmail(address);
    return known != null ? known : users.createUser(address, address, "");
  }

  @Override
  public void close() {
    server.stop();
  }
}
