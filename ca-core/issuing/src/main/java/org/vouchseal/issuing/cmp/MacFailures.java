package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.util.Optional;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Canonical;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.Transactions;

/**
 * Slows down guessing at secrets: too many failed MACs for one reference from one network, or from
 * one network at all, and further messages are refused for the rest of the minute without a look at
 * their MAC.
 */
final class MacFailures {

  private static final int KEPT_MINUTES = 10;

  private final Transactions transactions;
  private final MacFailureStore store;
  private final Clock clock;
  private final CmpSettings settings;

  MacFailures(Transactions transactions, MacFailureStore store, Clock clock, CmpSettings settings) {
    this.transactions = transactions;
    this.store = store;
    this.clock = clock;
    this.settings = settings;
  }

  /** What a message claims, with where its failures are counted now. */
  ArrivalStore.Claim claim(Reference reference, byte[] senderKid, Optional<ClientAddress> client) {
    return new ArrivalStore.Claim(reference, pair(senderKid, client), network(client), minute());
  }

  /** Why no message for this reference from there is looked at now. */
  Optional<CmpRefusal> refusal(ArrivalStore.Arrival found) {
    return found.failuresOfPair() >= settings.macFailuresPerMinute()
            || found.failuresOfNetwork() >= settings.networkFailuresPerMinute()
        ? Optional.of(
            new CmpRefusal(
                CmpFailure.SYSTEM_UNAVAIL,
                "too many messages under a wrong secret came from there, try again in a minute"))
        : Optional.empty();
  }

  /** Counts a failure. */
  void count(byte[] senderKid, Optional<ClientAddress> client) {
    add(pair(senderKid, client));
    add(network(client));
  }

  /** Forgets what no longer matters. */
  void forgetOld() {
    int unusedCount = transactions.run(() -> store.forgetBefore(minute() - KEPT_MINUTES));
  }

  private void add(String what) {
    transactions.run(() -> store.add(what, minute()));
  }

  private long minute() {
    return clock.instant().getEpochSecond() / 60;
  }

  private static String pair(byte[] senderKid, Optional<ClientAddress> client) {
    return Sha256.hex(Canonical.of("mac-failure").octets(senderKid).text(host(client)).bytes());
  }

  private static String network(Optional<ClientAddress> client) {
    return Sha256.hex(Canonical.of("mac-failure-network").text(host(client)).bytes());
  }

  private static String host(Optional<ClientAddress> client) {
    return client.map(ClientAddress::host).orElse("unknown");
  }
}
