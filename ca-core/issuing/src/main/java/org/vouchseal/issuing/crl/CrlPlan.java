package org.vouchseal.issuing.crl;

import java.util.List;
import org.vouchseal.model.SerialNumber;

/**
 * A list that is encoded and not signed yet.
 *
 * @param tbs DER of the TBSCertList; not copied
 * @param fresh entries that no earlier list carries
 */
record CrlPlan(PublishedCrl crl, byte[] tbs, List<SerialNumber> fresh) {}
