package org.vouchseal.messages.asn1;

/**
 * How large and how deep an encoding may be; all limits inclusive.
 *
 * @param octets longest whole encoding
 * @param depth deepest nesting; the outermost element has depth 1
 * @param elements most elements, the outermost included
 */
public record DerLimits(int octets, int depth, int elements) {

  /** What any message from outside gets unless it may carry an archive or another message. */
  public static final DerLimits MESSAGE = new DerLimits(64 * 1024, 32, 10_000);

  /** As {@link #MESSAGE}, for bodies that may be larger: archive options and nested messages. */
  public static final DerLimits LARGE_MESSAGE = new DerLimits(256 * 1024, 32, 10_000);

  public DerLimits {
    if (octets < 2 || depth < 1 || elements < 1) {
      throw new IllegalArgumentException("limits must leave room for one element");
    }
  }
}
