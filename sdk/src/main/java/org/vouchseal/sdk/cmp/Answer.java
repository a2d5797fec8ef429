package org.vouchseal.sdk.cmp;

import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;

/**
 * An answer whose header and protection held.
 *
 * @param header its header
 * @param body its body, not yet judged
 * @param certificates what came in extraCerts: may help to build paths, is not trusted
 */
record Answer(PKIHeader header, PKIBody body, List<X509Certificate> certificates) {
  Answer {
    certificates = List.copyOf(certificates);
  }
}
