package org.vouchseal.keyservice.invariants;

/**
 * One row that breaks an invariant.
 *
 * @param invariant its short name: {@code I3}
 * @param row which row: {@code escrow:<id>}
 * @param what what is wrong with it
 */
public record Finding(String invariant, String row, String what) {

  @Override
  public String toString() {
    return invariant + " " + row + " " + what;
  }
}
