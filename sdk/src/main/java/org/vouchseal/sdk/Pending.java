package org.vouchseal.sdk;

/** The service has not decided yet. The same call goes on later with the same key and request. */
public final class Pending extends VouchsealException {

  private static final long serialVersionUID = 1L;

  public Pending(Fault fault) {
    super(fault, true);
  }
}
