package io.sudog.bench;

import java.util.Collection;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * What is told about several values.
 *
 * @param count how many values
 * @param median the middle one, or the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 */
public record Summary(long count, double median, double min, double max) {
  /**
   * Summarises values.
   *
   * @param values at least one
   * @return their summary
   */
  public static Summary of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    DescriptiveStatistics statistics =
        new DescriptiveStatistics(values.stream().mapToDouble(Double::doubleValue).toArray());
    return new Summary(
        statistics.getN(), statistics.getPercentile(50), statistics.getMin(), statistics.getMax());
  }
}
