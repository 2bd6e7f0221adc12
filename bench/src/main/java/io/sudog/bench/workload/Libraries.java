package io.sudog.bench.workload;

/** Opens a library that a command line names by its class. */
final class Libraries {
  private Libraries() {}

  static Library open(String className, int processors) throws ReflectiveOperationException {
    return Class.forName(className)
        .asSubclass(Library.class)
        .getConstructor(int.class)
        .newInstance(processors);
  }
}
