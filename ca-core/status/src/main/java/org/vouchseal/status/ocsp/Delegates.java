package org.vouchseal.status.ocsp;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.status.responder.ResponderCertificateStore;
import org.vouchseal.status.responder.ResponderKey;

/** The delegate of each responder, looked up anew when the last look is older than the age. */
final class Delegates {

  private record Look(Delegate delegate, long at) {}

  private final Transactions transactions;
  private final ResponderCertificateStore store;
  private final Token token;
  private final CryptoProviders providers;
  private final LongSupplier nanos;
  private final long age;
  private final Map<ResponderKey, Look> looks = new ConcurrentHashMap<>();

  Delegates(
      Transactions transactions,
      ResponderCertificateStore store,
      Token token,
      CryptoProviders providers,
      Duration age,
      LongSupplier nanos) {
    this.transactions = transactions;
    this.store = store;
    this.token = token;
    this.providers = providers;
    this.age = age.toNanos();
    this.nanos = nanos;
  }

  /** The certificate that lasts longest for the key in the token; it may be expired. */
  Optional<Delegate> of(ResponderKey responder) {
    long now = nanos.getAsLong();
    Look known = looks.get(responder);
    if (known != null && now - known.at() <= age) {
      return Optional.of(known.delegate());
    }
    byte[] key = token.signing(responder.purpose()).publicKey().getEncoded();
    Optional<Delegate> found =
        transactions
            .run(() -> store.newest(responder.issuer(), key))
            .map(
                certificate ->
                    known != null && known.delegate().isOf(certificate)
                        ? known.delegate()
                        : new Delegate(certificate, providers));
    found.ifPresent(delegate -> looks.put(responder, new Look(delegate, now)));
    return found;
  }
}
