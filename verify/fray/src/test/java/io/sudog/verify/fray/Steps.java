package io.sudog.verify.fray;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.Map;

/**
 * Lets Fray see what it would miss. Of a VarHandle it makes compareAndSet, getVolatile and
 * setVolatile steps at which another thread may go on, and no other access. So the weaker reads and
 * writes become volatile ones, which is no change to Fray, under which memory is never weak; and in
 * front of each exchange and addition comes a volatile write, to a field of no other use.
 */
public final class Steps {
  private static final ClassDesc VAR_HANDLE = ClassDesc.of("java.lang.invoke.VarHandle");
  private static final ClassDesc THIS = ClassDesc.of(Steps.class.getName());

  private static final Map<String, String> VISIBLE =
      Map.of(
          "getOpaque", "getVolatile",
          "getAcquire", "getVolatile",
          "setOpaque", "setVolatile",
          "setRelease", "setVolatile");

  /** Written before each access that Fray would not notice. */
  public static volatile boolean step;

  private Steps() {}

  /**
   * Makes each access by a VarHandle a step.
   *
   * @param classFile a class file
   * @return the class with its steps
   */
  public static byte[] added(byte[] classFile) {
    ClassFile format = ClassFile.of();
    return format.transformClass(
        format.parse(classFile), ClassTransform.transformingMethodBodies(Steps::add));
  }

  private static void add(CodeBuilder code, CodeElement element) {
    if (!(element instanceof InvokeInstruction call)
        || call.opcode() != Opcode.INVOKEVIRTUAL
        || !call.owner().asSymbol().equals(VAR_HANDLE)) {
      code.with(element);
      return;
    }
    String access = call.name().stringValue();
    if (access.startsWith("getAnd")) {
      code.iconst_1().putstatic(THIS, "step", ConstantDescs.CD_boolean);
    }
    code.invokevirtual(VAR_HANDLE, VISIBLE.getOrDefault(access, access), call.typeSymbol());
  }
}
