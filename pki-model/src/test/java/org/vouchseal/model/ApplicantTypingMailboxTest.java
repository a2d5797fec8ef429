package org.vouchseal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.IDN;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicantTypingMailboxTest {

  @ParameterizedTest
  @CsvSource({
    "anna@example.org, anna@example.org",
    "Anna.O'Neil+work@Example.ORG, Anna.O'Neil+work@example.org",
    "a@b.co, a@b.co",
    "x_{|}~!#$%&*/=?^`-y@mail.example.org, x_{|}~!#$%&*/=?^`-y@mail.example.org",
    "用户@例子.广告, 用户@xn--fsqu00a.xn--4rr70v",
    "δοκιμή@παράδειγμα.δοκιμή, δοκιμή@xn--hxajbheg2az3al.xn--jxalpdlp",
    "Dörte@Sörensen.example.com, Dörte@xn--srensen-90a.example.com",
    "anna@MÜNCHEN.de, anna@xn--mnchen-3ya.de",
    "anna@straße.de, anna@xn--strae-oqa.de",
    "anna@xn--mnchen-3ya.de, anna@xn--mnchen-3ya.de",
    "коля@пример.рф, коля@xn--e1afmkfd.xn--p1ai",
    "משה@דוגמה.ישראל, משה@xn--6dbbec0c.xn--4dbrk0ce",
    "anna@3com.example, anna@3com.example",
  })
  void plainAddress_isKeptWithDomainAsLowerCaseALabels(String typed, String kept) {
    assertThat(Mailbox.parse(typed).address()).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "anna",
        "@example.org",
        "anna@",
        "anna@localhost",
        "anna@example.org.",
        "anna@example..org",
        "anna@.example.org",
        "anna@-example.org",
        "anna@example-.org",
        "anna@exa_mple.org",
        "anna@[192.0.2.1]",
        "anna@192.0.2.1",
        "anna@[IPv6:2001:db8::1]",
        "\"anna\"@example.org",
        "\"an na\"@example.org",
        "anna(comment)@example.org",
        "anna@example.org(comment)",
        "Anna <anna@example.org>",
        "anna@example.org,bob@example.org",
        "anna@bob@example.org",
        ".anna@example.org",
        "anna.@example.org",
        "an..na@example.org",
        " anna@example.org",
        "anna@example.org ",
        "an na@example.org",
        "anna\r\nBcc: x@example.org@example.org",
        "anna\u0000@example.org",
        "anna@example.org\n",
        "anna\t@example.org",
        "anna\u200b@example.org",
        "anna\u200d@example.org",
        "anna\u202e@example.org",
        "anna\u2066@example.org",
        "anna\ufeff@example.org",
        "anna\u00ad@example.org",
        "аnna@example.org",
        "annа@example.org",
        "anna@exаmple.org",
        "anna@раураӏ.com",
        "anna@xn--80ak6aa92e.com",
        "anna@ｅxample.org",
        "ａｎｎａ@example.org",
        "anna@example。org",
        "anna@exam\u200dple.org",
        "anna@\u2488example.org",
        "ﬁona@example.org",
        "Do\u0308rte@example.org",
        "\u0301anna@example.org",
        "anna@\u0301nna.org",
        "anna@xn--.org",
        "anna@xn--a.org",
        "anna@xn--a-.org",
        "anna@xn--zzzzzzzzzzzzzzz9999.org",
        "anna@xn--example-.org",
        "anna@ab--cd.org",
        "anna@xn--ls8h.la",
        "\ud83d\udca9@example.org",
        "\ud83d@example.org",
        "anna@☕.example",
        "abcאבג@example.org",
        "anna@אבa.example",
        "anna@1אב.example",
        "user\u0661\u06f2@example.org",
        "\u3164@example.org",
        "\u115f@example.org",
        "a\ufe0f@example.org",
        "anna@İstanbul.example",
        "anna@example.1",
      })
  void addressOutsideTheRules_isRefused(String typed) {
    assertThatThrownBy(() -> Mailbox.parse(typed))
        .isInstanceOf(InvalidMailbox.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void everyControlSeparatorAndFormatCharacter_isRefusedInBothParts() {
    // beyond the planes in use only a sample
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x20000 ? 1 : 97) {
      int type = Character.getType(c);
      boolean bad =
          type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.SPACE_SEPARATOR
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR
              || type == Character.SURROGATE
              || type == Character.PRIVATE_USE
              || type == Character.UNASSIGNED;
      if (bad) {
        String text = "a" + Character.toString(c) + "b";
        assertThat(accepted(text + "@example.org")).as("U+%04X", c).isFalse();
        assertThat(accepted("anna@" + text + ".org")).as("U+%04X", c).isFalse();
      }
    }
  }

  @Test
  void differentLocalParts_neverBecomeOneMailbox() {
    Random random = new Random(7);
    Map<String, String> byAddress = new HashMap<>();
    String alphabet = "aAbB.+-_äÄéж日ßsS0٣";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder local = new StringBuilder();
      for (int n = 1 + random.nextInt(5); n > 0; n--) {
        local.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String typed = local + "@example.org";
      if (accepted(typed)) {
        String before = byAddress.put(Mailbox.parse(typed).address(), typed);
        assertThat(before).isIn(null, typed);
      }
    }
    assertThat(byAddress).hasSizeGreaterThan(1_000);
  }

  @Test
  void labelOfOldLetters_hasTheALabelOfTheJdk() {
    Random random = new Random(11);
    String letters = "abcxyzäöüéñçàøåæαβδθжзйщф日本語中文한국어";
    int compared = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder label = new StringBuilder();
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        label.append(letters.charAt(random.nextInt(letters.length())));
      }
      String ascii = IDN.toASCII(label.toString());
      if (ascii.startsWith("xn--")) {
        assertThat(Punycode.encode(label.toString())).hasValue(ascii.substring(4));
        assertThat(Punycode.decode(ascii.substring(4))).hasValue(label.toString());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(4_000);
  }

  @Test
  void scriptsThatAreWrittenTogether_areAccepted() {
    assertThat(accepted("伝言メモ@日本語テスト.jp")).isTrue();
    assertThat(accepted("서울大@example.org")).isTrue();
  }

  @Test
  void acceptedDomain_isUnchangedWhenReadAgain() {
    for (String typed : new String[] {"a@MÜNCHEN.de", "a@例子.广告", "a@Example.ORG"}) {
      Mailbox once = Mailbox.parse(typed);
      assertThat(Mailbox.parse(once.address())).isEqualTo(once);
    }
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false"})
  void localPart_hasAtMost64Octets(int length, boolean fits) {
    assertThat(accepted("a".repeat(length) + "@example.org")).isEqualTo(fits);
    assertThat(accepted("ж".repeat(length / 2) + "ж".repeat(length % 2) + "@example.org"))
        .isEqualTo(fits);
  }

  @Test
  void nonAsciiLocalPart_needsSmtpUtf8Mailbox() {
    assertThat(Mailbox.parse("用户@example.org").isAscii()).isFalse();
    assertThat(Mailbox.parse("anna@例子.广告").isAscii()).isTrue();
  }

  private static boolean accepted(String typed) {
    try {
      return Mailbox.parse(typed) != null;
    } catch (InvalidMailbox refused) {
      return false;
    }
  }
}
