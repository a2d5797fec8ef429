package org.vouchseal.hsm;

/** The one kind of operation a key may do; a key never has two (DESIGN: kept apart). */
public enum Capability {
  SIGN,
  DECRYPT,
  DERIVE,
  WRAP
}
