package org.vouchseal.sdk.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PollReqContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.Offline;
import org.vouchseal.sdk.Pending;
import org.vouchseal.sdk.fixture.FakeCa;

class ApplicantWhoseCaTakesTimeTest {

  @TempDir Path temporary;
  private final EnrolmentFixture service = new EnrolmentFixture();

  private Path out() {
    return temporary.resolve("out");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void decisionAfterSomePolls_givesThePair(boolean answersTheRequest) {
    service.ca.undecided.polls = 3;
    service.ca.undecided.answersTheRequest = answersTheRequest;

    Identity identity = service.enrol(out());

    assertThat(identity.signing()).isEqualTo(service.ca.issued.get(0));
    assertThat(service.ca.issued).hasSize(2);
    assertThat(service.ca.accepted).containsExactly(true, true);
    assertThat(service.pauses).hasSize(6).containsOnly(Duration.ofSeconds(2));
    assertThat(service.progress)
        .contains("the CA has not decided yet (an officer[31m looks at it); asking in 2 s");
  }

  @Test
  void pollReq_belongsToTheTransactionAndAnswersTheLastMessage() {
    service.ca.undecided.polls = 2;

    assertThat(service.enrol(out())).isNotNull();

    PKIHeader asked = message(0).getHeader();
    for (int i = 1; i <= 3; i++) {
      PKIHeader header = message(i).getHeader();
      PollReqContent content = PollReqContent.getInstance(message(i).getBody().getContent());
      assertThat(message(i).getBody().getType()).isEqualTo(PKIBody.TYPE_POLL_REQ);
      assertThat(content.getCertReqIdValues()).containsExactly(BigInteger.ZERO);
      assertThat(header.getTransactionID()).isEqualTo(asked.getTransactionID());
      assertThat(header.getSenderNonce()).isNotEqualTo(message(i - 1).getHeader().getSenderNonce());
      assertThat(header.getRecipNonce().getOctets()).hasSize(16);
    }
  }

  @Test
  void patienceAtItsEnd_isPendingAndSaysWhen() {
    service.ca.undecided.polls = 1_000;
    service.ca.undecided.checkAfter = BigInteger.valueOf(25);

    assertThatThrownBy(() -> service.enrol(out()))
        .isInstanceOfSatisfying(
            Pending.class,
            pending -> {
              assertThat(pending.title()).contains("an officer");
              assertThat(pending.fault().why()).contains("25 seconds", "60 seconds in all");
              assertThat(pending.whatToDo()).contains("in 25 seconds or later", "same request");
              assertThat(pending.reference().orElseThrow()).matches("[0-9a-f]{32}");
            });
    assertThat(service.pauses).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-5, 1", "1, 1", "50, 50"})
  void checkAfter_isHonouredWithinBounds(long checkAfter, long seconds) {
    service.ca.undecided.polls = 1;
    service.ca.undecided.checkAfter = BigInteger.valueOf(checkAfter);

    try {
      assertThat(service.enrol(out())).isNotNull();
    } catch (Pending secondCertificate) {
      assertThat(seconds).as("two of them are too long").isEqualTo(50);
    }

    assertThat(service.pauses.get(0)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"61", "2147483648", "99999999999999999999999999"})
  void checkAfterBeyondPatience_isPendingAtOnce(String checkAfter) {
    service.ca.undecided.polls = 1;
    service.ca.undecided.checkAfter = new BigInteger(checkAfter);

    assertThatThrownBy(() -> service.enrol(out())).isInstanceOf(Pending.class);
    assertThat(service.pauses).isEmpty();
  }

  @Test
  void laterRun_goesOnPollingInTheSameTransaction() {
    service.ca.undecided.polls = 40;

    assertThatThrownBy(() -> service.enrol(out())).isInstanceOf(Pending.class);
    service.ca.undecided.polls = 0; // for new requests
    Identity identity = service.enrol(out());

    assertThat(identity.signing()).isEqualTo(service.ca.issued.get(0));
    assertThat(service.ca.undecided.waitingRequests).as("one ir").isEqualTo(1);
    assertThat(service.calls).containsExactly("start", "prove");
    assertThat(out().resolve(".vouchseal")).doesNotExist();
  }

  /** ir, poll, poll, certConf: each lost before or after it arrived. */
  @ParameterizedTest
  @CsvSource({
    "0,false", "0,true", "1,false", "1,true", "2,false", "2,true", "3,false", "3,true", "4,true"
  })
  void lostMessage_isRepeatedWithSameBytes(int which, boolean delivered) {
    service.ca.undecided.polls = 1;
    var honest = service.transfer;
    int[] count = {0};
    service.transfer =
        (address, message) -> {
          if (count[0]++ != which) {
            return honest.exchange(address, message);
          }
          if (delivered) {
            honest.exchange(address, message);
          }
          throw new Offline(Fault.local("offline", "lost", "cable", "again"));
        };

    assertThatThrownBy(() -> service.enrol(out())).isInstanceOf(Offline.class);
    Identity identity = service.enrol(out());

    assertThat(service.ca.issued).hasSize(2);
    assertThat(identity.signing()).isEqualTo(service.ca.issued.get(0));
    assertThat(service.ca.accepted).containsExactly(true, true);
  }

  @Test
  void pollRepAboutAnotherCertificate_isNotVerified() {
    service.ca.undecided.polls = 1;
    service.ca.undecided.certReqId = 1;

    assertThatThrownBy(() -> service.enrol(out()))
        .isInstanceOf(NotVerified.class)
        .hasMessageContaining("its pollRep is not about");
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_NONCE, its recipNonce is not",
    "WRONG_TRANSACTION, its transactionID is not",
    "WRONG_MAC_SECRET, its MAC is wrong",
    "NO_PROTECTION, it is not protected"
  })
  void hostileAnswerToAPoll_isNotVerified(FakeCa.Mischief mischief, String why) {
    service.ca.undecided.polls = 5;
    var honest = service.transfer;
    service.transfer =
        (address, message) -> {
          byte[] answer = honest.exchange(address, message);
          service.ca.doing(mischief);
          return answer;
        };

    assertThatThrownBy(() -> service.enrol(out()))
        .isInstanceOf(NotVerified.class)
        .hasMessageContaining(why);
    assertThat(service.pauses).isEmpty();
  }

  @Test
  void pollRepToTheRequestsNonce_isNotVerified() {
    service.ca.undecided.polls = 1;
    byte[][] first = new byte[2][];
    var honest = service.transfer;
    service.transfer =
        (address, message) -> {
          byte[] answer = honest.exchange(address, message);
          if (first[0] == null) {
            first[0] = message;
            return answer;
          }
          return service.ca.pollRepTo(first[0]);
        };

    assertThatThrownBy(() -> service.enrol(out()))
        .isInstanceOf(NotVerified.class)
        .hasMessageContaining("its recipNonce is not");
  }

  private PKIMessage message(int number) {
    List<byte[]> received = service.ca.received;
    return PKIMessage.getInstance(received.get(number));
  }
}
