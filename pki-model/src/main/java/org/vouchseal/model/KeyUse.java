package org.vouchseal.model;

/** The one thing a key pair is for, for ever. A key never changes its use and never has two. */
public enum KeyUse {
  /** Made by and kept by the user; never seen by any service. */
  SIGNING,
  /** Made and escrowed by the key service. */
  ENCRYPTION
}
