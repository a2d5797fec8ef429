package org.vouchseal.issuing.lint;

/**
 * A rule that is broken.
 *
 * @param rule its name
 * @param citation what demands it
 * @param text value found and limit
 */
public record Finding(String rule, String citation, String text) {

  @Override
  public String toString() {
    return rule + " (" + citation + "): " + text;
  }
}
