package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.issuing.cmp.CmpSettings;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.testdatabase.TestDatabase;

/**
 * Which references exist is not to be found out: an unknown or spent one gets the answer of a wrong
 * secret, after the same work. Nobody who guesses is slowed down here, so that many can be asked.
 */
class GuessingAtReferencesTest {

  private static final Set<String> COUNTED =
      Set.of("Questions", "Com_select", "Com_insert", "Com_update", "Com_commit", "Com_rollback");

  @TempDir Path folder;
  private Issuing issuing;
  private Applicant anna;

  @BeforeEach
  void start() throws IOException {
    TestDatabase.shared().clean("issuing");
    CmpSettings patient =
        new CmpSettings(
            CmpSettings.DEFAULT.maxBody(),
            CmpSettings.DEFAULT.confirmWait(),
            CmpSettings.DEFAULT.retryWindow(),
            CmpSettings.DEFAULT.checkAfter(),
            CmpSettings.DEFAULT.waitingLimit(),
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            CmpSettings.DEFAULT.largestLists(),
            CmpSettings.DEFAULT.pace());
    issuing = new Issuing(new TestPki(folder), false, patient);
    anna = Applicant.of(issuing, "anna@example.org");
  }

  @AfterEach
  void stop() {
    issuing.close();
  }

  private byte[] message(String reference, boolean pbmac1) {
    CmpWriter writer =
        anna.irWriter()
            .transactionId(CmpWriter.filled(16, 5))
            .senderKid(reference.getBytes(StandardCharsets.US_ASCII));
    String wrong = "w".repeat(32);
    return pbmac1 ? writer.pbmac1(wrong, 500) : writer.pbm(wrong, 500);
  }

  /** Another reference of the same form that nobody has. */
  private String unknown() {
    String known = anna.enrolment.reference();
    return known.substring(0, known.length() - 1) + (known.endsWith("0") ? "1" : "0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void unknownReference_getsTheAnswerOfAWrongSecret(boolean pbmac1) throws IOException {
    Applicant.Answer wrong = anna.send("/p/signing", message(anna.enrolment.reference(), pbmac1));
    Applicant.Answer nobody = anna.send("/p/signing", message(unknown(), pbmac1));

    assertAlike(wrong, nobody);
  }

  @Test
  void spentReference_getsTheAnswerOfAnUnknownOne() throws IOException {
    anna.enrolled();
    CmpWriter right = anna.irWriter();

    Applicant.Answer spent = anna.send("/p/signing", anna.mac(right));
    Applicant.Answer nobody = anna.send("/p/signing", message(unknown(), false));

    assertAlike(spent, nobody);
  }

  /** All but time, nonces and what was copied from the request. */
  private static void assertAlike(Applicant.Answer one, Applicant.Answer other) throws IOException {
    PKIHeader first = one.message().getHeader();
    PKIHeader second = other.message().getHeader();
    assertThat(one.failure()).isEqualTo("badMessageCheck");
    assertThat(one.isProtected()).isFalse();
    assertThat(other.isProtected()).isFalse();
    assertThat(one.message().getExtraCerts()).isNull();
    assertThat(other.message().getExtraCerts()).isNull();
    assertThat(other.octets()).hasSameSizeAs(one.octets());
    assertThat(other.message().getBody().toASN1Primitive().getEncoded())
        .isEqualTo(one.message().getBody().toASN1Primitive().getEncoded());
    assertThat(second.getSender()).isEqualTo(first.getSender());
    assertThat(second.getPvno()).isEqualTo(first.getPvno());
    assertThat(second.getProtectionAlg()).isEqualTo(first.getProtectionAlg());
    assertThat(second.getGeneralInfo()).isEqualTo(first.getGeneralInfo());
  }

  @Test
  void unknownReference_costsTheSameStatementsAndUnwraps() {
    byte[] known = message(anna.enrolment.reference(), false);
    byte[] nobodys = message(unknown(), false);
    anna.send("/p/signing", known);
    anna.send("/p/signing", nobodys);

    Map<String, Long> wrong = work(known);
    Map<String, Long> unknown = work(nobodys);

    assertThat(unknown).isEqualTo(wrong);
    assertThat(wrong).containsEntry("unwraps", 1L);
    assertThat(wrong.get("Com_select")).isPositive();
  }

  @Test
  void parametersOutsideTheLimits_areRefusedBeforeAnyLookUpOfTheReference() {
    CmpWriter writer = anna.irWriter().transactionId(CmpWriter.filled(16, 5));
    byte[] tooMany = writer.pbm(anna.enrolment.secret(), 100_001);

    Map<String, Long> work = work(tooMany);

    assertThat(anna.send("/p/signing", tooMany).failure()).isEqualTo("badAlg");
    assertThat(work).containsEntry("unwraps", 0L).containsEntry("Com_insert", 0L);
  }

  private Map<String, Long> work(byte[] message) {
    issuing.pki.token.unwraps.set(0);
    Map<String, Long> before = status();
    anna.send("/p/signing", message);
    Map<String, Long> after = status();
    after.replaceAll((name, value) -> value - before.get(name));
    after.put("unwraps", (long) issuing.pki.token.unwraps.get());
    return after;
  }

  private static Map<String, Long> status() {
    Map<String, Long> counts = new TreeMap<>();
    try (Connection connection = TestDatabase.shared().owner("issuing").getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW GLOBAL STATUS")) {
      while (result.next()) {
        if (COUNTED.contains(result.getString(1))) {
          counts.put(result.getString(1), result.getLong(2));
        }
      }
      return counts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 20 000 calls in random order; the slowest tenth of each sort is left out as noise. */
  @Test
  @Tag("long")
  void unknownReference_takesTheSameTime() {
    List<Double> seen = new ArrayList<>();
    Random order = new Random(7);
    measure(new double[2][1_500], order);
    for (int round = 0; round < 3 && seen.stream().noneMatch(t -> t < 4.5); round++) {
      double[][] times = new double[2][10_000];
      measure(times, order);
      seen.add(Math.abs(welch(trimmed(times[0]), trimmed(times[1]))));
    }

    // a busy machine may spoil a round, a real difference shows in each
    assertThat(seen).as("Welch t of each round").anyMatch(t -> t < 4.5);
  }

  private void measure(double[][] times, Random order) {
    byte[][] messages = {message(anna.enrolment.reference(), false), message(unknown(), false)};
    int[] filled = new int[2];
    while (filled[0] + filled[1] < 2 * times[0].length) {
      int which = order.nextInt(2);
      if (filled[which] == times[which].length) {
        which = 1 - which;
      }
      long start = System.nanoTime();
      issuing.post("/p/signing", messages[which]);
      times[which][filled[which]++] = System.nanoTime() - start;
    }
  }

  private static double[] trimmed(double[] times) {
    double[] sorted = times.clone();
    java.util.Arrays.sort(sorted);
    return java.util.Arrays.copyOf(sorted, sorted.length * 9 / 10);
  }

  private static double welch(double[] a, double[] b) {
    return (mean(a) - mean(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length);
  }

  private static double mean(double[] values) {
    return java.util.Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return java.util.Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum()
        / (values.length - 1);
  }
}
