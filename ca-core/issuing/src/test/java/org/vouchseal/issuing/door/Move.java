package org.vouchseal.issuing.door;

/**
 * Something that somebody does at the door.
 *
 * @param kind what
 * @param who does it, 0 to 2
 * @param whom it is done to, or whose things are used
 * @param variant how: 0 is honest, what the others mean depends on the kind
 */
record Move(Kind kind, int who, int whom, int variant) {

  enum Kind {
    IR,
    DEVICE,
    PKCS10,
    ENCRYPTION,
    RENEWAL,
    CONFIRM,
    REJECT,
    REVOKE,
    ERROR,
    POLL,
    NESTED,
    REPEAT,
    TAKE_TRANSACTION,
    CRASH_NEXT,
    WAIT
  }
}
