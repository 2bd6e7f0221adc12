package io.sudog.runtime;

/** The strides with which a thief visits n Ps so that it sees each exactly once. */
final class StealOrder {
  private StealOrder() {}

  /** A random number from 1 to n that has no divisor in common with n. */
  static int stride(int n, Chance chance) {
    if (n <= 2) {
      return 1;
    }
    int stride = 1 + chance.nextInt(n - 1);
    while (gcd(stride, n) != 1) {
      stride = stride == n - 1 ? 1 : stride + 1;
    }
    return stride;
  }

  private static int gcd(int a, int b) {
    while (b != 0) {
      int rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }
}
