package org.vouchseal.issuing.registrar;

import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;

/**
 * One thing of an order that is taken.
 *
 * @param reference the order
 * @param name {@link #SIGNING}, or one of an encryption certificate, a further device, a renewal
 * @param transactionId the CMP transaction that took it; not copied
 * @param state whether its certificate is confirmed
 */
public record OrderUse(Reference reference, String name, byte[] transactionId, State state) {

  /** The order's first signing certificate, asked for under its secret. */
  public static final String SIGNING = "signing";

  private static final String ENCRYPTION = "encryption";
  private static final String DEVICE = "device-";
  private static final String RENEWAL = "renewal-";

  /** How far the certificate for the use has come. */
  public enum State {
    /** A transaction works on it, or waits for the client's confirmation. */
    OPEN,
    CONFIRMED
  }

  /** The name of the encryption certificate of that generation, from 1. */
  static String encryption(int generation) {
    return generation == 1 ? ENCRYPTION : ENCRYPTION + "-" + generation;
  }

  /** The name of the further device with that number, from 1. */
  static String device(int number) {
    return DEVICE + number;
  }

  /** The name of the renewal of a signing certificate: each is renewed once. */
  static String renewal(SerialNumber renewed) {
    return RENEWAL + renewed.hex();
  }

  /** Whether a signing certificate was renewed and the new one confirmed. */
  boolean isDoneRenewal() {
    return name.startsWith(RENEWAL) && state == State.CONFIRMED;
  }
}
