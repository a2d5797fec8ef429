package org.vouchseal.issuing.key;

/**
 * Why a public key is not certified.
 *
 * @param weak true for a known weakness, false for a kind, size or encoding that is not allowed
 * @param text value found and limit
 */
public record KeyFault(boolean weak, String text) {

  static KeyFault notAllowed(String text) {
    return new KeyFault(false, text);
  }

  static KeyFault weak(String text) {
    return new KeyFault(true, text);
  }
}
