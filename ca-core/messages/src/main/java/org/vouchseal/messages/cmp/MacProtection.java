package org.vouchseal.messages.cmp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.Outcome;

/**
 * Verifies messages under a shared secret. Parameters are read and bounded before any work; the
 * comparison takes constant time. So many keys are derived at once and no more; who waited too long
 * is told that we are busy. Safe for many threads.
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

  /** Said when so many messages wait for their turn that one more would not get it in time. */
  public static final CmpRefusal BUSY =
      new CmpRefusal(
          CmpFailure.SYSTEM_UNAVAIL,
          "too many messages under a MAC at the same time, try again in a few seconds");

  private final MacLimits limits;
  private final MacComputation computation;
  private final MacComputation answering;
  private final Turns turns;
  private final DerivedKeys keys;

  /** With the standard limits of derivations. */
  public MacProtection(CryptoProviders providers, MacLimits limits, SecureRandom random) {
    this(providers, limits, DerivationLimits.standard(), random);
  }

  public MacProtection(
      CryptoProviders providers,
      MacLimits limits,
      DerivationLimits derivations,
      SecureRandom random) {
    this(new MacComputation(providers), limits, derivations, random, System::nanoTime);
  }

  MacProtection(
      MacComputation computation,
      MacLimits limits,
      DerivationLimits derivations,
      SecureRandom random,
      LongSupplier nanoTime) {
    this.limits = limits;
    this.computation = computation;
    this.turns = new Turns(derivations);
    this.answering = new TakingTurns(computation.providers(), turns);
    this.keys = new DerivedKeys(computation.providers(), derivations, random, nanoTime);
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
        .then(parameters -> secret.use(octets -> verify(message, parameters, octets)));
  }

  private Outcome<MacParameters, CmpRefusal> verify(
      ReceivedMessage message, MacParameters parameters, byte[] secret) {
    String name = keys.name(parameters, secret);
    Optional<byte[]> kept = keys.find(name);
    if (kept.isEmpty() && !turns.take()) {
      return Outcome.refused(BUSY);
    }
    byte[] key;
    try {
      key = kept.orElseGet(() -> computation.key(parameters, secret));
    } finally {
      if (kept.isEmpty()) {
        turns.giveBack();
      }
    }
    byte[] expected = computation.under(key, parameters, message.protectedPart());
    boolean equal =
        message.protection().map(found -> MessageDigest.isEqual(expected, found)).orElse(false);
    if (equal) {
      keys.keep(name, owner(message), key);
    }
    Arrays.fill(key, (byte) 0);
    return equal ? Outcome.of(parameters) : Outcome.refused(WRONG);
  }

  private static String owner(ReceivedMessage message) {
    return new String(message.header().senderKid().orElse(new byte[0]), StandardCharsets.UTF_8);
  }

  /**
   * Answers in kind, as {@link AnswerProtection#mac}; takes turns with what is verified.
   *
   * @param request what {@link #verify} returned
   */
  public AnswerProtection answers(SecureRandom random, MacParameters request, MacSecret secret) {
    return new MacAnswer(answering, random, request, secret);
  }

  /** Wipes what was derived from the secret of this reference, which is spent. */
  public void forget(String reference) {
    keys.forget(reference);
  }

  /** Wipes derived keys that are too old; to be called every second or so. */
  public void forgetOld() {
    keys.forgetOld();
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
