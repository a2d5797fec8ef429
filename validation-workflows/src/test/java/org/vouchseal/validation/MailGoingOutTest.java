package org.vouchseal.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.validation.RoomFixture.granted;

import jakarta.mail.Address;
import jakarta.mail.Header;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.Mailbox;
import org.vouchseal.validation.boot.ValidationRoom;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.jpa.JpaOutbox;
import org.vouchseal.validation.limits.MailLimits;
import org.vouchseal.validation.outbox.MailNotSent;
import org.vouchseal.validation.outbox.MailTexts;

class MailGoingOutTest {

  private static final MailLimits WIDE = new MailLimits(9999, 9999, 9999, 9999, 9999);

  private final RoomFixture fixture = new RoomFixture(WIDE);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void codeMail_hasFixedWordsOnlyAndOneLineWithTheCode() throws Exception {
    assertThat(fixture.open("some-unlikely-name@example.org")).isNotNull();
    String code = fixture.codeMailed();
    assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}");
    MimeMessage message = fixture.mail.getReceivedMessages()[0];
    assertThat(RoomFixture.text(message)).doesNotContain("unlikely").doesNotContain("http");
    assertThat(message.getSubject()).isEqualTo("Your code for a certificate");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getContentType()).isEqualToIgnoringCase("text/plain; charset=US-ASCII");
  }

  @Test
  void fiveHundredHostileAddresses_neverMakeAnotherRecipientOrHeader() throws Exception {
    List<String> payloads = hostileAddresses();
    assertThat(payloads).hasSizeGreaterThanOrEqualTo(500);
    int accepted = 0;
    for (String payload : payloads) {
      accepted += fixture.tryOpen(payload).fold(opened -> 1, refusal -> 0);
    }
    int sent = 0;
    for (int taken = fixture.room.deliverMail().run();
        taken > 0;
        taken = fixture.room.deliverMail().run()) {
      sent += taken;
    }
    assertThat(sent).isEqualTo(accepted);
    assertThat(accepted).as("some are strange but legal").isBetween(10, 200);
    MimeMessage[] received = fixture.mail.getReceivedMessages();
    assertThat(received).as("one recipient each").hasSize(accepted);
    Set<String> headers = new TreeSet<>();
    for (MimeMessage message : received) {
      for (Header header : Collections.list(message.getAllHeaders())) {
        headers.add(header.getName());
      }
      Address[] recipients = message.getAllRecipients();
      assertThat(recipients).hasSize(1);
      assertThat(message.getSubject()).isEqualTo("Your code for a certificate");
    }
    assertThat(headers)
        .containsExactlyInAnyOrder(
            "Auto-Submitted",
            "Content-Transfer-Encoding",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Received",
            "Return-Path",
            "Subject",
            "To");
  }

  @Test
  void internationalMailbox_isMailedAsItIs() throws Exception {
    assertThat(fixture.open("用户@例子.广告")).isNotNull();
    assertThat(fixture.room.deliverMail().run()).isEqualTo(1);
    assertThat(fixture.query("SELECT recipient FROM outbox_mail"))
        .containsExactly("用户@xn--fsqu00a.xn--4rr70v");
    assertThat(fixture.mail.getReceivedMessages()).hasSize(1);
  }

  @Test
  void crashAfterSending_sendsTheSameMessageIdAgain() throws Exception {
    assertThat(fixture.open("anna@example.org")).isNotNull();
    fixture.haltAt = "mail.sent";
    assertThatThrownBy(() -> fixture.room.deliverMail().run())
        .isInstanceOf(RoomFixture.Crash.class);
    assertThat(fixture.room.deliverMail().run()).as("still claimed").isZero();
    fixture.clock.turn(Duration.ofMinutes(2));
    assertThat(fixture.another(WIDE).deliverMail().run()).isEqualTo(1);
    MimeMessage[] received = fixture.mail.getReceivedMessages();
    assertThat(received).hasSize(2);
    assertThat(received[0].getMessageID()).isEqualTo(received[1].getMessageID());
    assertThat(RoomFixture.text(received[0])).isEqualTo(RoomFixture.text(received[1]));
  }

  @Test
  void mailSystemAway_isTriedAtGrowingPausesUntilTheCodeIsOfNoUse() {
    assertThat(fixture.open("anna@example.org")).isNotNull();
    List<Duration> attempts = new ArrayList<>();
    boolean[] away = {true};
    ValidationRoom room =
        fixture.another(
            WIDE,
            mail -> {
              attempts.add(Duration.between(RoomFixture.START, fixture.clock.instant()));
              if (away[0]) {
                throw new MailNotSent("played", new IllegalStateException("played"));
              }
            });
    for (int second = 0; second < 1100; second++) {
      int unusedNone = room.deliverMail().run();
      fixture.clock.turn(Duration.ofSeconds(1));
    }
    assertThat(attempts.stream().map(Duration::toSeconds))
        .containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 127L, 255L, 511L, 1023L);
    fixture.clock.turn(Duration.ofHours(24));
    assertThat(room.deliverMail().run()).isZero();
    assertThat(fixture.query("SELECT CONCAT(state, IFNULL(body, '')) FROM outbox_mail"))
        .containsExactly("GIVEN_UP");
    assertThat(attempts).hasSize(11);
  }

  @Test
  void mailThatCannotBeHandled_holdsUpNoneBehindIt() {
    assertThat(fixture.open("anna@example.org")).isNotNull();
    fixture.clock.turn(Duration.ofSeconds(1));
    assertThat(fixture.open("bob@example.org")).isNotNull();
    ValidationRoom room =
        fixture.another(
            WIDE,
            mail -> {
              if (mail.recipient().address().startsWith("anna")) {
                throw new IllegalStateException("played");
              }
            });

    assertThat(room.deliverMail().run()).isEqualTo(1);

    assertThat(fixture.query("SELECT state FROM outbox_mail ORDER BY recipient"))
        .containsExactly("WAITING", "SENT");
  }

  @Test
  void rolledBackRequest_sendsNoMail() {
    fixture.clock.turn(Duration.ofSeconds(1));
    assertThatThrownBy(
            () ->
                fixture.transactions.run(
                    () -> {
                      new JpaOutbox(fixture.transactions)
                          .write(
                              MailTexts.code(
                                  "id", Mailbox.parse("a@example.org"), "X", RoomFixture.START),
                              "k",
                              RoomFixture.START,
                              RoomFixture.START.plusSeconds(60));
                      throw new IllegalStateException("undo");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(fixture.room.deliverMail().run()).isZero();
  }

  @Test
  void twoSenders_neverSendOneMailTwice() throws Exception {
    for (int i = 0; i < 40; i++) {
      assertThat(fixture.open("m" + i + "@example.org")).isNotNull();
    }
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ValidationRoom node = fixture.another(WIDE);
      Thread sender =
          new Thread(
              () -> {
                for (int round = 0; round < 6; round++) {
                  int unusedCount = node.deliverMail().run();
                }
              });
      sender.start();
      senders.add(sender);
    }
    for (Thread sender : senders) {
      sender.join();
    }
    assertThat(fixture.mail.getReceivedMessages()).hasSize(40);
  }

  @Test
  void newCode_takesBackTheMailThatStillWaits() {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    assertThat(
            granted(
                fixture
                    .room
                    .visitEnrolment()
                    .sendNewCode(enrolment.id(), enrolment.token(), Optional.empty())))
        .isNotNull();
    assertThat(fixture.room.deliverMail().run()).isEqualTo(1);
    assertThat(fixture.query("SELECT state FROM outbox_mail ORDER BY state"))
        .containsExactly("CANCELLED", "SENT");
  }

  private static List<String> hostileAddresses() {
    List<String> payloads = new ArrayList<>();
    String[] joints = {
      "\r\n", "\n", "\r", "\u0000", "\u0085", "\u2028", "\u2029", "\u000b", "\u000c", "%0d%0a",
      "%0A", "\\r\\n", " ", "\t", ",", ";", ":", "<", ">", "(", ")", "\"", "\\", "[", "]", "=0D=0A",
      "嘊嘍", "\u200b", "\u202e", "!"
    };
    String[] tails = {
      "Bcc: victim@example.com",
      "To: victim@example.com",
      "RCPT TO:<victim@example.com>",
      "DATA",
      ".",
      "Subject: buy",
      "X: y",
      "victim@example.com"
    };
    for (String joint : joints) {
      for (String tail : tails) {
        payloads.add("anna" + joint + tail + "@example.org");
        payloads.add("anna@example.org" + joint + tail);
      }
    }
    payloads.addAll(
        Arrays.asList(
            "=?utf-8?q?a=0d=0aBcc:x?=@example.org",
            "<anna@example.org>",
            "anna@example.org>",
            "@a,@b:anna@example.org",
            "group:anna@example.org;",
            "-oQ/tmp/x@example.org",
            "|/bin/sh@example.org",
            "$(reboot)@example.org",
            "${jndi:ldap://x}@example.org",
            "`id`@example.org",
            "anna%victim.example@example.org",
            "victim.example!anna@example.org"));
    Random random = new Random(3);
    String atext = "abc019!#$%&'*+-/=?^_`{|}~.";
    for (int i = 0; i < 60; i++) {
      StringBuilder local = new StringBuilder();
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        local.append(atext.charAt(random.nextInt(atext.length())));
      }
      payloads.add(local + "@example.org");
    }
    return payloads;
  }
}
