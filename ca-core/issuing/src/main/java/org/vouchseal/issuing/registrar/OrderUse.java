package org.vouchseal.issuing.registrar;

import org.vouchseal.model.Reference;

/**
 * One thing of an order that is taken.
 *
 * @param reference the order
 * @param name {@link #SIGNING}, {@link #ENCRYPTION}, or a device's name
 * @param transactionId the CMP transaction that took it; not copied
 * @param state whether its certificate is confirmed
 */
public record OrderUse(Reference reference, String name, byte[] transactionId, State state) {

  /** The order's first signing certificate, asked for under its secret. */
  public static final String SIGNING = "signing";

  /** The order's encryption certificate. */
  public static final String ENCRYPTION = "encryption";

  private static final String DEVICE = "device-";

  /** How far the certificate for the use has come. */
  public enum State {
    /** A transaction works on it, or waits for the client's confirmation. */
    OPEN,
    CONFIRMED
  }

  /** The name of the further device with that number, from 1. */
  public static String device(int number) {
    return DEVICE + number;
  }

  /** Whether the name is that of a further device. */
  public static boolean isDevice(String name) {
    return name.startsWith(DEVICE);
  }
}
