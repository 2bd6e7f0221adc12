package io.sudog.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test once for each {@link Kind} of thread, which the test takes as a parameter. May be
 * combined with {@link Capacities} and {@link Processors}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(Matrix.class)
public @interface Kinds {
  /**
   * The kinds.
   *
   * @return by default all
   */
  Kind[] value() default {Kind.GOROUTINE, Kind.PLATFORM, Kind.VIRTUAL};
}
