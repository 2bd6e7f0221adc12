package io.sudog.architecture.broken;

import io.sudog.runtime.jdk.VirtualThreads;

/** Must be caught: only core may reach into the JDK. */
public interface UsesJdkAccess {
  VirtualThreads threads();
}
