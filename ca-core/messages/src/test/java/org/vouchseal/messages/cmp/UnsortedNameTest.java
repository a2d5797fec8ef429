package org.vouchseal.messages.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.vouchseal.messages.asn1.DerElement;
import org.vouchseal.messages.asn1.DerWriter;
import org.vouchseal.messages.fixtures.CmpWriter;

/** A name whose parts a library would sort: the protection is over what came, not over that. */
class UnsortedNameTest {

  @Test
  void protectionOverTheReceivedOrder_verifies() throws Exception {
    MacParameters parameters =
        Samples.macs()
            .verify(Samples.read(new CmpWriter().pbm(CmpWriter.SECRET, 500)), Samples.secret())
            .result()
            .orElseThrow();
    byte[] sorted =
        new CmpWriter()
            .sender(new X500Name("CN=alice+OU=sales"))
            .raw(
                Samples.read(new CmpWriter().pbm(CmpWriter.SECRET, 500))
                    .pki()
                    .getHeader()
                    .getProtectionAlg(),
                new DERBitString(new byte[32]));
    byte[] unsorted = withSwappedName(sorted);
    assertThat(PKIMessage.getInstance(unsorted).getEncoded("DER")).isNotEqualTo(unsorted);
    byte[] message = withMac(unsorted, parameters);
    assertThat(Samples.macs().verify(Samples.read(message), Samples.secret()).fault()).isEmpty();
  }

  private static byte[] withMac(byte[] message, MacParameters parameters) throws Exception {
    List<DerElement> parts = DerElement.outermost(message).children();
    byte[] covered = DerWriter.sequence(parts.get(0).encoded(), parts.get(1).encoded());
    byte[] mac = new MacComputation(Samples.PROVIDERS).mac(parameters, Samples.secret(), covered);
    byte[] tagged = DerWriter.sequence(new DERBitString(mac).getEncoded());
    tagged[0] = (byte) 0xa0;
    return DerWriter.sequence(parts.get(0).encoded(), parts.get(1).encoded(), tagged);
  }

  /** Exchanges the two attributes of the sender's one RDN in place. */
  private static byte[] withSwappedName(byte[] message) throws Exception {
    DerElement sender = DerElement.outermost(message).children().get(0).children().get(1);
    DerElement rdn = sender.children().get(0).children().get(0);
    byte[] first = rdn.children().get(0).encoded();
    byte[] second = rdn.children().get(1).encoded();
    byte[] set = rdn.encoded();
    byte[] swapped = set.clone();
    int contentStart = set.length - first.length - second.length;
    System.arraycopy(second, 0, swapped, contentStart, second.length);
    System.arraycopy(first, 0, swapped, contentStart + second.length, first.length);
    assertThat(ASN1Primitive.fromByteArray(swapped)).isNotNull();
    return replaced(message, set, swapped);
  }

  private static byte[] replaced(byte[] whole, byte[] part, byte[] other) {
    for (int i = 0; i + part.length <= whole.length; i++) {
      if (Arrays.equals(Arrays.copyOfRange(whole, i, i + part.length), part)) {
        byte[] changed = whole.clone();
        System.arraycopy(other, 0, changed, i, other.length);
        return changed;
      }
    }
    throw new AssertionError("not found");
  }
}
