package io.sudog.lincheck;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/**
 * A call that can be left in the middle and gone on with later, on the calling thread's own stack:
 * the JDK's one-shot continuation, which virtual threads are made of, without a virtual thread.
 *
 * <p>Its class is hidden in java.base. The option that Sudog needs anyway opens java.lang, whose
 * Module can export the rest. The two calls that enter and leave it stand in a class made here at
 * run time: method handles are no substitute, because Lincheck does not look into what they call.
 */
abstract class Coroutine implements Runnable {
  /** Enters and leaves continuations. */
  abstract static class Switch {
    /** Runs the continuation until it yields or ends. */
    abstract void run(Object continuation);

    /** Leaves the innermost continuation of that scope. */
    abstract void leave(Object scope);
  }

  private static final MethodHandle MAKE;
  private static final Object SCOPE;
  private static final Switch SWITCH;

  static {
    try {
      Method export = Module.class.getDeclaredMethod("implAddExports", String.class, Module.class);
      export.setAccessible(true);
      export.invoke(Object.class.getModule(), "jdk.internal.vm", Coroutine.class.getModule());
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> continuation = lookup.findClass("jdk.internal.vm.Continuation");
      Class<?> scope = lookup.findClass("jdk.internal.vm.ContinuationScope");
      SCOPE =
          lookup
              .findConstructor(scope, MethodType.methodType(void.class, String.class))
              .invoke("operation");
      MAKE =
          lookup
              .findConstructor(
                  continuation, MethodType.methodType(void.class, scope, Runnable.class))
              .bindTo(SCOPE)
              .asType(MethodType.methodType(Object.class, Runnable.class));
      MethodHandles.Lookup hidden =
          lookup.defineHiddenClass(
              switchClass(ClassDesc.of(continuation.getName()), ClassDesc.of(scope.getName())),
              true);
      SWITCH =
          (Switch)
              hidden
                  .findConstructor(hidden.lookupClass(), MethodType.methodType(void.class))
                  .invoke();
    } catch (Throwable e) {
      throw new IllegalStateException(
          "operations cannot be suspended: start the tests' JVM with "
              + "--add-opens java.base/java.lang=ALL-UNNAMED",
          e);
    }
  }

  private final Object continuation;
  private boolean ended;

  /** Makes a call that is yet to begin. */
  Coroutine() {
    continuation = make(this);
  }

  /** What is called; throws nothing. */
  abstract void body();

  /** For the continuation alone. */
  @Override
  public final void run() {
    body();
    ended = true;
  }

  /** A method of its own for Lincheck's sake, which is told not to look into it. */
  private static Object make(Runnable body) {
    try {
      return MAKE.invokeExact(body);
    } catch (Throwable e) {
      throw new IllegalStateException("the JDK makes no continuation", e);
    }
  }

  private static byte[] switchClass(ClassDesc continuation, ClassDesc scope) {
    ClassDesc type = ClassDesc.of(Coroutine.class.getPackageName(), "ContinuationSwitch");
    ClassDesc base = ClassDesc.ofDescriptor(Switch.class.descriptorString());
    MethodTypeDesc ofObject = MethodTypeDesc.of(CD_void, CD_Object);
    return ClassFile.of()
        .build(
            type,
            made ->
                made.withSuperclass(base)
                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                    .withMethodBody(
                        INIT_NAME,
                        MTD_void,
                        0,
                        code -> code.aload(0).invokespecial(base, INIT_NAME, MTD_void).return_())
                    .withMethodBody(
                        "run",
                        ofObject,
                        0,
                        code ->
                            code.aload(1)
                                .checkcast(continuation)
                                .invokevirtual(continuation, "run", MTD_void)
                                .return_())
                    .withMethodBody(
                        "leave",
                        ofObject,
                        0,
                        code ->
                            code.aload(1)
                                .checkcast(scope)
                                .invokestatic(
                                    continuation, "yield", MethodTypeDesc.of(CD_boolean, scope))
                                .pop()
                                .return_()));
  }

  /**
   * Begins the call or goes on with it. A static method, for Lincheck prepares a class no later
   * than when it sees a static method called: were this one running by then, Lincheck would see
   * {@link Switch#leave} begin and not {@link Switch#run}, and its notes would be one out.
   *
   * @return true when it has ended, false when it was left by {@link #leave}
   */
  static boolean goOn(Coroutine call) {
    SWITCH.run(call.continuation);
    return call.ended;
  }

  /** Leaves the call, from within: {@link #run} returns, and the next one goes on here. */
  static void leave() {
    SWITCH.leave(SCOPE);
  }
}
