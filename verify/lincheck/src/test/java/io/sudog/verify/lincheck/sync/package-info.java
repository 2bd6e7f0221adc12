/** Locks, groups and conditions, checked as whole sections; bounded waits among them. */
@org.jspecify.annotations.NullMarked
package io.sudog.verify.lincheck.sync;
