package io.sudog.samples.santa;

import java.util.List;

/**
 * What Santa did.
 *
 * @param kind with whom
 * @param names their names, in the order they came
 */
record Visit(Kind kind, List<String> names) {}
