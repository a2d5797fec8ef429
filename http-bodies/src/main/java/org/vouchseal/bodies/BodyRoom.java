package org.vouchseal.bodies;

/** Counts the bodies that are on their way and the octets that are held for them. */
final class BodyRoom {

  private final int mostBodies;
  private final long mostOctets;
  private int bodies;
  private long octets;

  BodyRoom(int mostBodies, long mostOctets) {
    this.mostBodies = mostBodies;
    this.mostOctets = mostOctets;
  }

  /** Lets one more body in, unless there are too many. */
  synchronized boolean enter() {
    if (bodies == mostBodies || octets >= mostOctets) {
      return false;
    }
    bodies++;
    return true;
  }

  /** Takes room for octets of a body that is in; false when there is none. */
  synchronized boolean hold(int more) {
    if (octets + more > mostOctets) {
      return false;
    }
    octets += more;
    return true;
  }

  /** Gives back the room of one body that held that many octets. */
  synchronized void leave(int held) {
    bodies--;
    octets -= held;
  }

  synchronized int bodies() {
    return bodies;
  }

  synchronized long octets() {
    return octets;
  }
}
