package io.sudog.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test once for each capacity of a channel; the test takes it as an {@code int}. May be
 * combined with {@link Processors} (whose int comes second then) and {@link Kinds}: the test runs
 * in all combinations.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(Matrix.class)
public @interface Capacities {
  /**
   * The capacities.
   *
   * @return by default none, the smallest, one with two of a kind, an odd one, a large one
   */
  int[] value() default {0, 1, 2, 7, 128};
}
