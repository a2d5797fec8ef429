package org.vouchseal.messages.cmp;

import org.vouchseal.hsm.provider.CryptoProviders;

/** Derives when it is its turn. */
final class TakingTurns extends MacComputation {

  private final Turns turns;

  TakingTurns(CryptoProviders providers, Turns turns) {
    super(providers);
    this.turns = turns;
  }

  @Override
  byte[] key(MacParameters parameters, byte[] secret) {
    turns.await();
    try {
      return super.key(parameters, secret);
    } finally {
      turns.giveBack();
    }
  }
}
