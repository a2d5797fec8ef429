package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaughtMailTest {

  private final MovableClock clock = new MovableClock("2026-03-01T09:08:07.006Z");

  @TempDir private Path folder;

  @Test
  void names_areTimeInUtcAndARisingNumber() throws IOException {
    MailFiles files = new MailFiles(folder, clock);
    Path first = files.add(new byte[] {1});
    clock.move(Duration.ofMillis(100));
    Path second = files.add(new byte[] {2});
    assertThat(first.getFileName()).hasToString("20260301T090807.006-1.eml");
    assertThat(second.getFileName()).hasToString("20260301T090807.106-2.eml");
  }

  @Test
  void file_isForTheOwnerOnlyAndNothingIsLeftBesideIt() throws IOException {
    Path file = new MailFiles(folder, clock).add("x".getBytes(StandardCharsets.US_ASCII));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(list()).containsExactly(file);
  }

  @Test
  void mailOverSmtp_isAFileWhenItIsAccepted() throws Exception {
    int port = freePort();
    try (MailCatcher catcher = new MailCatcher(port, new MailFiles(folder, clock))) {
      catcher.start();
      send(port, "someone@example.org", "first");
      send(port, "jürgen@example.org", "second");
      send(port, "someone@example.org", "third");
    }
    assertThat(list()).hasSize(3);
    assertThat(Files.readString(list().get(0)))
        .contains("To: someone@example.org", "Subject: first", "Code: ABCDE");
    assertThat(Files.readString(list().get(1))).contains("To: jürgen@example.org");
  }

  private static void send(int port, String to, String subject)
      throws MessagingException, IOException {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", "127.0.0.1");
    properties.setProperty("mail.smtp.port", Integer.toString(port));
    properties.setProperty("mail.mime.allowutf8", "true");
    MimeMessage message = new MimeMessage(Session.getInstance(properties));
    message.setFrom("ca@example.org");
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    message.setSubject(subject);
    message.setText("Code: ABCDE\n");
    Transport.send(message);
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
