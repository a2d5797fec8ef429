package org.vouchseal.validation.othercycle;

import org.vouchseal.validation.fixture.BrokenCycle;

/** The other half. */
public final class BrokenCycleBack {
  BrokenCycle forth;
}
