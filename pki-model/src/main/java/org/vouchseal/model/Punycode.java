package org.vouchseal.model;

import java.util.Optional;

/**
 * Punycode (RFC 3492) for one label, without the {@code xn--}. The JDK's own conversion is that of
 * IDNA2003, which maps letters (ß to ss) and knows Unicode 3.2 only.
 */
final class Punycode {

  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 128;
  private static final int MAX_LABEL = 59;

  private Punycode() {}

  /** The code of {@code text}; empty when it would not fit into a label of 63 octets. */
  static Optional<String> encode(String text) {
    int[] points = text.codePoints().toArray();
    if (points.length > MAX_LABEL) {
      return Optional.empty();
    }
    StringBuilder out = new StringBuilder();
    text.codePoints().filter(c -> c < INITIAL_N).forEach(out::appendCodePoint);
    int basic = out.length();
    if (basic > 0) {
      out.append('-');
    }
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    for (int handled = basic; handled < points.length; delta++, n++) {
      int next = smallestFrom(points, n);
      delta += (next - n) * (handled + 1);
      n = next;
      for (int c : points) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          writeNumber(out, delta, bias);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
    }
    return out.length() > MAX_LABEL ? Optional.empty() : Optional.of(out.toString());
  }

  /** The text of {@code code}; empty when it is no Punycode. */
  static Optional<String> decode(String code) {
    int delimiter = code.lastIndexOf('-');
    StringBuilder out = new StringBuilder(code.substring(0, Math.max(delimiter, 0)));
    int[] points = out.codePoints().toArray();
    int n = INITIAL_N;
    int bias = INITIAL_BIAS;
    long i = 0;
    int at = delimiter < 0 ? 0 : delimiter + 1;
    while (at < code.length()) {
      long before = i;
      long weight = 1;
      for (int k = BASE; ; k += BASE) {
        int digit = at < code.length() ? digit(code.charAt(at++)) : -1;
        if (digit < 0) {
          return Optional.empty();
        }
        i += digit * weight;
        int threshold = threshold(k, bias);
        if (digit < threshold) {
          break;
        }
        weight *= BASE - threshold;
        if (i > Integer.MAX_VALUE || weight > Integer.MAX_VALUE) {
          return Optional.empty();
        }
      }
      int length = points.length + 1;
      bias = adapt((int) (i - before), length, before == 0);
      long point = n + i / length;
      if (i > Integer.MAX_VALUE || point > Character.MAX_CODE_POINT) {
        return Optional.empty();
      }
      n = (int) point;
      points = inserted(points, (int) (i % length), n);
      i = i % length + 1;
    }
    return Optional.of(new String(points, 0, points.length));
  }

  private static int[] inserted(int[] points, int index, int point) {
    int[] longer = new int[points.length + 1];
    System.arraycopy(points, 0, longer, 0, index);
    longer[index] = point;
    System.arraycopy(points, index, longer, index + 1, points.length - index);
    return longer;
  }

  private static int smallestFrom(int[] points, int n) {
    int smallest = Integer.MAX_VALUE;
    for (int c : points) {
      if (c >= n && c < smallest) {
        smallest = c;
      }
    }
    return smallest;
  }

  private static void writeNumber(StringBuilder out, int number, int bias) {
    int rest = number;
    for (int k = BASE; ; k += BASE) {
      int threshold = threshold(k, bias);
      if (rest < threshold) {
        break;
      }
      out.append(character(threshold + (rest - threshold) % (BASE - threshold)));
      rest = (rest - threshold) / (BASE - threshold);
    }
    out.append(character(rest));
  }

  private static int threshold(int k, int bias) {
    return Math.max(T_MIN, Math.min(T_MAX, k - bias));
  }

  private static int adapt(int delta, int length, boolean first) {
    int scaled = first ? delta / DAMP : delta / 2;
    scaled += scaled / length;
    int k = 0;
    while (scaled > (BASE - T_MIN) * T_MAX / 2) {
      scaled /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * scaled / (scaled + SKEW);
  }

  private static char character(int digit) {
    return (char) (digit < 26 ? 'a' + digit : '0' + digit - 26);
  }

  private static int digit(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
  }
}
