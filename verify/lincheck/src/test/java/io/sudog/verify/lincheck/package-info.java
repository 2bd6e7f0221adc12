/**
 * Lincheck on the real code. A blocking operation is checked as a whole section, from taking the
 * lock to giving it back, so that each ends: one that never does is a hang, which the model checker
 * reports. It does not see a missing unpark, since its parks may return at any time.
 */
@org.jspecify.annotations.NullMarked
package io.sudog.verify.lincheck;
