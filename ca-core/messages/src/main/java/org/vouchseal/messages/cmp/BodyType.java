package org.vouchseal.messages.cmp;

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

  /** The type with this tag number, which must be 0 to 26. */
  static BodyType ofTag(int tag) {
    return values()[tag];
  }
}
