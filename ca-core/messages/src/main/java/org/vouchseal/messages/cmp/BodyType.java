package org.vouchseal.messages.cmp;

import java.util.Arrays;

/** The kinds of body of a PKIMessage, in the order of their tags (RFC 9810 §5.1.2). */
public enum BodyType {
  IR("ir"),
  IP("ip"),
  CR("cr"),
  CP("cp"),
  P10CR("p10cr"),
  POPDECC("popdecc"),
  POPDECR("popdecr"),
  KUR("kur"),
  KUP("kup"),
  KRR("krr"),
  KRP("krp"),
  RR("rr"),
  RP("rp"),
  CCR("ccr"),
  CCP("ccp"),
  CKUANN("ckuann"),
  CANN("cann"),
  RANN("rann"),
  CRLANN("crlann"),
  PKICONF("pkiconf"),
  NESTED("nested"),
  GENM("genm"),
  GENP("genp"),
  ERROR("error"),
  CERTCONF("certConf"),
  POLLREQ("pollReq"),
  POLLREP("pollRep");

  private final String label;

  BodyType(String label) {
    this.label = label;
  }

  /** The name as RFC 9810 spells it. */
  public String label() {
    return label;
  }

  /** The number of the tag, as BouncyCastle's {@code PKIBody.TYPE_*}. */
  public int tag() {
    return ordinal();
  }

  /** Whether the body is a CertReqMessages: ir, cr, kur or ccr. */
  public boolean carriesCertRequests() {
    return this == IR || this == CR || this == KUR || this == CCR;
  }

  /** Whether it goes on with a transaction that another message began. */
  public boolean follows() {
    return this == CERTCONF || this == POLLREQ || this == ERROR;
  }

  /**
   * The certReqId of the one request that a body of this type begins with: -1 for a PKCS #10
   * request, which has none of its own (RFC 9810 §5.3.4), else 0.
   */
  public int certReqId() {
    return this == P10CR ? -1 : 0;
  }

  /** The type that RFC 9810 spells so. */
  public static BodyType ofLabel(String label) {
    return Arrays.stream(values())
        .filter(type -> type.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no body is called " + label));
  }

  /** The type with this tag number, which must be 0 to 26. */
  static BodyType ofTag(int tag) {
    return values()[tag];
  }
}
