package org.vouchseal.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What one load did in each round. */
final class Series {

  private final String name;
  private final List<Double> rounds = new ArrayList<>();

  Series(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(double value) {
    rounds.add(value);
  }

  double median() {
    List<Double> sorted = rounds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private double least() {
    return rounds.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  private double most() {
    return rounds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }

  /** Least, median and most, and every round as it came. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-34s %9.1f / %9.1f / %9.1f   rounds: %s",
        name,
        least(),
        median(),
        most(),
        rounds.stream()
            .map(value -> String.format(Locale.ROOT, "%.0f", value))
            .collect(Collectors.joining(" ")));
  }
}
