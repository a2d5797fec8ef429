package org.vouchseal.messages.cmp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.Outcome;

/**
 * Verifies messages under a shared secret. Parameters are read and bounded before any work; the
 * comparison takes constant time. Holds no state and is safe for many threads.
 */
public final class MacProtection {

  /** Said to whoever has a wrong secret and to whoever names an unknown reference alike. */
  public static final CmpRefusal WRONG =
      new CmpRefusal(
          CmpFailure.BAD_MESSAGE_CHECK,
          "the reference (senderKID) or the secret is wrong, or the secret is spent");

  /** As long as the secrets of registration authorities, so that as many blocks are hashed. */
  private static final byte[] NOBODYS =
      "nobody-has-this-secret-of-32-cha".getBytes(StandardCharsets.US_ASCII);

  private final MacLimits limits;
  private final MacComputation computation;

  public MacProtection(CryptoProviders providers, MacLimits limits) {
    this(new MacComputation(providers), limits);
  }

  MacProtection(MacComputation computation, MacLimits limits) {
    this.limits = limits;
    this.computation = computation;
  }

  /** Why the parameters alone refuse a message, found out without any work or look-up. */
  public Optional<CmpRefusal> refusalOfParameters(ReceivedMessage message) {
    return parameters(message).fault();
  }

  /**
   * Verifies the MAC of a message whose header names one.
   *
   * @return the parameters, from which the answer is protected in kind; or why it is refused
   */
  public Outcome<MacParameters, CmpRefusal> verify(ReceivedMessage message, MacSecret secret) {
    return parameters(message)
        .then(
            parameters -> {
              byte[] expected = computation.mac(parameters, secret, message.protectedPart());
              boolean equal =
                  message
                      .protection()
                      .map(found -> MessageDigest.isEqual(expected, found))
                      .orElse(false);
              return equal ? Outcome.of(parameters) : Outcome.refused(WRONG);
            });
  }

  /**
   * Refuses a message whose reference is unknown or whose secret is spent, after the same work and
   * with the same words as for a wrong secret.
   */
  public CmpRefusal refuseUnknown(ReceivedMessage message) {
    try (MacSecret nobodys = MacSecret.of(NOBODYS)) {
      Outcome<MacParameters, CmpRefusal> outcome = verify(message, nobodys);
      return outcome.fault().orElse(WRONG);
    }
  }

  private Outcome<MacParameters, CmpRefusal> parameters(ReceivedMessage message) {
    if (!message.header().protection().isMac()) {
      return Outcome.refused(
          CmpFailure.BAD_MESSAGE_CHECK.because("the message is not under a MAC"));
    }
    return MacParameters.read(message.pki().getHeader().getProtectionAlg(), limits);
  }
}
