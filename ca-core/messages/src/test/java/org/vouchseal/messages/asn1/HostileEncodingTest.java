package org.vouchseal.messages.asn1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.asn1.ASN1Primitive;
import org.junit.jupiter.api.Test;

class HostileEncodingTest {

  private static final DerLimits LIMITS = DerLimits.MESSAGE;
  private static final byte[] NULL = {5, 0};

  @Test
  void nothingAtAll_isRefused() {
    assertThat(DerScan.fault(new byte[0], LIMITS)).contains("the message is empty");
  }

  @Test
  void nestingAtTheLimit_passes() {
    assertThat(DerScan.fault(nested(31), LIMITS)).isEmpty();
  }

  @Test
  void nestingBeyondTheLimit_isRefused() {
    assertThat(DerScan.fault(nested(33), LIMITS)).contains("nested deeper than 32");
  }

  @Test
  void nestingOfThousands_isRefusedWithoutOverflow() {
    assertThat(DerScan.fault(nested(16_000), LIMITS)).contains("nested deeper than 32");
  }

  @Test
  void elementsAtTheLimit_pass() {
    assertThat(DerScan.fault(nulls(9_999), LIMITS)).isEmpty();
  }

  @Test
  void elementsBeyondTheLimit_areRefused() {
    assertThat(DerScan.fault(nulls(10_000), LIMITS)).contains("more than 10000 elements");
  }

  @Test
  void sizeBeyondTheLimit_isRefused() {
    byte[] large = new byte[64 * 1024 + 1];
    assertThat(DerScan.fault(large, LIMITS))
        .contains("the message has 65537 octets, the limit is 65536");
  }

  @Test
  void indefiniteLength_isRefused() {
    assertThat(DerScan.fault(octets(0x30, 0x80, 5, 0, 0, 0), LIMITS))
        .contains("length at octet 0 is indefinite, not minimal or too large");
  }

  @Test
  void lengthThatIsNotMinimal_isRefused() {
    assertThat(DerScan.fault(octets(0x30, 0x81, 2, 5, 0), LIMITS)).isPresent();
    assertThat(DerScan.fault(octets(0x30, 0x82, 0, 2, 5, 0), LIMITS)).isPresent();
  }

  @Test
  void lengthBeyondAnInt_isRefused() {
    assertThat(DerScan.fault(octets(0x30, 0x84, 0xff, 0xff, 0xff, 0xff), LIMITS)).isPresent();
    assertThat(DerScan.fault(octets(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff), LIMITS)).isPresent();
    assertThat(DerScan.fault(octets(0x30, 0x85, 1, 0, 0, 0, 0), LIMITS)).isPresent();
  }

  @Test
  void trailingOctets_areRefused() {
    assertThat(DerScan.fault(octets(0x30, 2, 5, 0, 5, 0), LIMITS))
        .contains("octets follow the end of the message");
  }

  @Test
  void childLongerThanItsParent_isRefused() {
    assertThat(DerScan.fault(octets(0x30, 4, 0x30, 3, 5, 0, 5, 0), LIMITS))
        .contains("element at octet 2 is longer than what encloses it");
  }

  @Test
  void hugeObjectIdentifier_isRefused() {
    assertThat(DerScan.fault(primitive(6, 129), LIMITS))
        .contains("object identifier at octet 0 has 129 octets");
  }

  @Test
  void hugeInteger_isRefused() {
    assertThat(DerScan.fault(primitive(2, 2050), LIMITS))
        .contains("integer at octet 0 has 2050 octets");
  }

  @Test
  void valuesThatALibraryWouldPutRight_areRefused() {
    int[][] encodings = {
      {1, 1, 1}, // BOOLEAN other than 00 and ff
      {1, 0},
      {2, 0}, // INTEGER without octets, or with a needless one
      {2, 2, 0, 1},
      {2, 2, 0xff, 0x80},
      {3, 0}, // BIT STRING without its count, with too large a count, with loose bits
      {3, 2, 8, 0},
      {3, 1, 1},
      {3, 2, 4, 0x88},
      {5, 1, 0}, // NULL with a value
      {6, 0}
    };
    for (int[] encoding : encodings) {
      assertThat(DerScan.fault(octets(encoding), LIMITS))
          .as(Arrays.toString(encoding))
          .contains("element at octet 0 is not DER");
    }
    for (int[] encoding :
        new int[][] {{1, 1, 0xff}, {2, 2, 0, 0x80}, {2, 1, 0}, {3, 1, 0}, {3, 2, 4, 0x80}}) {
      assertThat(DerScan.fault(octets(encoding), LIMITS)).as(Arrays.toString(encoding)).isEmpty();
    }
  }

  @Test
  void constructedOctetString_isRefused() {
    assertThat(DerScan.fault(octets(0x24, 3, 4, 1, 0), LIMITS))
        .contains("element at octet 0 is not DER");
  }

  @Test
  void longFormOfASmallTag_isRefused() {
    assertThat(DerScan.fault(octets(0x9f, 0x05, 0), LIMITS)).isPresent();
    assertThat(DerScan.fault(octets(0x9f, 0x80, 0x80, 0x80, 1, 0), LIMITS)).isPresent();
  }

  @Property(tries = 20_000)
  void anyOctets_neverThrow(@ForAll @Size(max = 200) byte[] octets) {
    if (DerScan.fault(octets, LIMITS).isEmpty()) {
      walk(DerElement.outermost(octets));
    }
  }

  @Property(tries = 5_000)
  void wellFormedTrees_passAndAreCutExactly(@ForAll long seed) throws Exception {
    byte[] tree = tree(new Random(seed), 6);
    assertThat(DerScan.fault(tree, LIMITS)).isEmpty();
    assertThat(DerElement.outermost(tree).encoded()).isEqualTo(tree);
    assertThat(walk(DerElement.outermost(tree))).isPositive();
    assertThat(ASN1Primitive.fromByteArray(tree)).isNotNull();
  }

  @Property(tries = 2_000)
  void wellFormedTreesCutShort_areRefused(@ForAll long seed) {
    byte[] tree = tree(new Random(seed), 4);
    for (int length = 0; length < tree.length; length++) {
      assertThat(DerScan.fault(Arrays.copyOf(tree, length), LIMITS)).isPresent();
    }
  }

  private static int walk(DerElement element) {
    if (!element.isConstructed()) {
      return element.content().length + 1;
    }
    int sum = 1;
    for (DerElement child : element.children()) {
      sum += walk(child);
    }
    return sum;
  }

  private static byte[] tree(Random random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      byte[] content = new byte[random.nextInt(300)];
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] sequence = DerWriter.sequence(content);
      sequence[0] = 4;
      out.writeBytes(sequence);
      return out.toByteArray();
    }
    byte[][] children = new byte[random.nextInt(4)][];
    for (int i = 0; i < children.length; i++) {
      children[i] = tree(random, depth - 1);
    }
    return DerWriter.sequence(children);
  }

  private static byte[] nested(int sequences) {
    byte[] inner = NULL;
    for (int i = 0; i < sequences; i++) {
      inner = DerWriter.sequence(inner);
    }
    return inner;
  }

  private static byte[] nulls(int count) {
    byte[][] all = new byte[count][];
    Arrays.fill(all, NULL);
    return DerWriter.sequence(all);
  }

  private static byte[] primitive(int tag, int length) {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 1);
    byte[] encoded = DerWriter.sequence(content);
    encoded[0] = (byte) tag;
    return encoded;
  }

  private static byte[] octets(int... values) {
    byte[] octets = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      octets[i] = (byte) values[i];
    }
    return octets;
  }
}
