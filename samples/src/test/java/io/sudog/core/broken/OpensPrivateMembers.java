package io.sudog.core.broken;

import java.lang.reflect.Method;

/** Must be caught: private members are opened elsewhere. */
public final class OpensPrivateMembers {
  private OpensPrivateMembers() {}

  public static void open(Method method) {
    method.setAccessible(true);
  }
}
