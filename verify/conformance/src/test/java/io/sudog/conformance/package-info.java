/** Which of Go's behaviours the tests of one build covered. */
@NullMarked
package io.sudog.conformance;

import org.jspecify.annotations.NullMarked;
