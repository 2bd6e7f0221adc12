package io.sudog.samples.switchcost;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The second process: sends every byte back until its input ends, as it does when the first process
 * is gone.
 */
final class EchoProcess {
  private EchoProcess() {}

  static void main() throws IOException {
    InputStream in = new FileInputStream(FileDescriptor.in);
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    for (int b; (b = in.read()) >= 0; ) {
      out.write(b);
    }
  }
}
