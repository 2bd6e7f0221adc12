package io.sudog.lincheck;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import kotlin.coroutines.Continuation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Makes a subclass of {@link Suspending} for a class of the user's. Lincheck knows an operation
 * that waits by its last parameter, a continuation, and by what the scenario says of it; the name
 * and the other parameters are the user's own:
 *
 * <pre>{@code
 * public class QueueOperations$Suspending extends Suspending {
 *   private final QueueOperations target = new QueueOperations();
 *
 *   public Object take(Continuation caller) {
 *     return call(target, target::take, caller);
 *   }
 * }
 * }</pre>
 */
final class SuspendingClass {
  static final String SUFFIX = "$Suspending";

  private static final String TARGET = "target";
  private static final ClassDesc CONTINUATION = describe(Continuation.class);
  private static final ClassDesc CALLABLE = describe(Callable.class);
  private static final ClassDesc ACTION = describe(Suspending.Action.class);
  private static final DirectMethodHandleDesc LAMBDA =
      ConstantDescs.ofCallsiteBootstrap(
          describe(LambdaMetafactory.class),
          "metafactory",
          ConstantDescs.CD_CallSite,
          ConstantDescs.CD_MethodType,
          ConstantDescs.CD_MethodHandle,
          ConstantDescs.CD_MethodType);

  // Of a class, one is enough; and a loader takes no second of that name.
  private static final ClassValue<Class<?>> MADE =
      new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> type) {
          return make(type);
        }
      };

  private SuspendingClass() {}

  /**
   * The class for one of the user's.
   *
   * @param target it, with a constructor that its package may call
   */
  static Class<?> of(Class<?> target) {
    return MADE.get(target);
  }

  /**
   * The class that one was made for.
   *
   * @param made an answer of {@link #of}
   */
  static Class<?> targetOf(Class<?> made) throws NoSuchFieldException {
    return made.getDeclaredField(TARGET).getType();
  }

  private static Class<?> make(Class<?> target) {
    List<Method> methods =
        Arrays.stream(target.getMethods())
            .filter(m -> m.getDeclaringClass() != Object.class && !m.isBridge())
            .toList();
    ClassDesc type = ClassDesc.of(target.getName() + SUFFIX);
    byte[] bytes =
        ClassFile.of()
            .build(
                type,
                made -> {
                  made.withSuperclass(describe(Suspending.class))
                      .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                      .withField(
                          TARGET, describe(target), ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
                  addConstructor(made, type, describe(target));
                  methods.forEach(m -> addMethod(made, type, describe(target), m));
                });
    try {
      return MethodHandles.privateLookupIn(target, MethodHandles.lookup()).defineClass(bytes);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          target.getName() + " is in a package that is not open to io.sudog.lincheck: open it", e);
    }
  }

  private static void addConstructor(ClassBuilder made, ClassDesc type, ClassDesc target) {
    made.withMethodBody(
        INIT_NAME,
        MTD_void,
        ClassFile.ACC_PUBLIC,
        code ->
            code.aload(0)
                .invokespecial(describe(Suspending.class), INIT_NAME, MTD_void)
                .aload(0)
                .new_(target)
                .dup()
                .invokespecial(target, INIT_NAME, MTD_void)
                .putfield(type, TARGET, target)
                .return_());
  }

  private static void addMethod(ClassBuilder made, ClassDesc type, ClassDesc target, Method m) {
    if (m.isAnnotationPresent(Validate.class)) {
      made.withMethodBody(
          m.getName(),
          describe(m),
          ClassFile.ACC_PUBLIC,
          code -> {
            loadTargetAndArguments(code, type, target, m);
            code.invokevirtual(target, m.getName(), describe(m))
                .return_(TypeKind.from(m.getReturnType()));
          });
    } else {
      made.withMethodBody(
          m.getName(),
          describe(m)
              .insertParameterTypes(m.getParameterCount(), CONTINUATION)
              .changeReturnType(CD_Object),
          ClassFile.ACC_PUBLIC,
          code -> addCall(code, type, target, m));
    }
  }

  private static void addCall(CodeBuilder code, ClassDesc type, ClassDesc target, Method m) {
    boolean isVoid = m.getReturnType() == void.class;
    ClassDesc kind = isVoid ? ACTION : CALLABLE;
    MethodTypeDesc erased = isVoid ? MTD_void : MethodTypeDesc.of(CD_Object);
    MethodHandleDesc method =
        MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.VIRTUAL, target, m.getName(), describe(m));
    code.aload(0).getfield(type, TARGET, target);
    loadTargetAndArguments(code, type, target, m);
    code.invokedynamic(
            DynamicCallSiteDesc.of(
                LAMBDA,
                isVoid ? "run" : "call",
                describe(m).insertParameterTypes(0, target).changeReturnType(kind),
                erased,
                method,
                erased))
        .aload(code.parameterSlot(m.getParameterCount()))
        .invokestatic(
            describe(Suspending.class),
            isVoid ? "run" : "call",
            MethodTypeDesc.of(CD_Object, CD_Object, kind, CONTINUATION))
        .areturn();
  }

  private static void loadTargetAndArguments(
      CodeBuilder code, ClassDesc type, ClassDesc target, Method m) {
    code.aload(0).getfield(type, TARGET, target);
    Class<?>[] parameters = m.getParameterTypes();
    for (int i = 0; i < parameters.length; i++) {
      code.loadLocal(TypeKind.from(parameters[i]), code.parameterSlot(i));
    }
  }

  private static MethodTypeDesc describe(Method m) {
    return MethodTypeDesc.of(
        describe(m.getReturnType()),
        Arrays.stream(m.getParameterTypes()).map(SuspendingClass::describe).toList());
  }

  private static ClassDesc describe(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }
}
