package org.vouchseal.issuing.invariants;

/**
 * A place where an invariant does not hold.
 *
 * @param invariant {@code I1b}, {@code I2}, …
 * @param row which row
 * @param text what is wrong with it
 */
public record InvariantFinding(String invariant, String row, String text) {

  @Override
  public String toString() {
    return invariant + " " + row + ": " + text;
  }
}
