package io.sudog.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test once for each number of processors; the test takes it as an {@code int}. Where
 * goroutines run on the JDK's scheduler, which has the processors it has, the test runs for the
 * first number only. May be combined with {@link Capacities} (whose int comes first then) and
 * {@link Kinds}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(Matrix.class)
public @interface Processors {
  /**
   * The numbers of processors.
   *
   * @return by default one, two, an odd number, more than there are
   */
  int[] value() default {1, 2, 3, 8};
}
