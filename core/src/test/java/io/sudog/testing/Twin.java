package io.sudog.testing;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/*
 * A broken twin that is written by hand drifts away from the code it mimics. This one is the code:
 * its source, with one or two passages replaced, compiled in memory, and loaded with a second copy
 * of all our classes, tests and harness included. A passage that is no longer there fails the test,
 * which is then to be adapted.
 */
/**
 * A broken twin: the real code one step away from itself. Shows that a test would notice.
 *
 * <pre>{@code
 * Twin.of("channels", ChanCore.class)
 *     .replace("ring[i] = null;", "")
 *     .assertCaughtBy(ChanMemoryConformanceTest.class, "c27SlotsAreCleared", 1, Kind.GOROUTINE);
 * }</pre>
 */
public final class Twin {
  /** What the classes of the project begin with. */
  private static final String OURS = "io.sudog.";

  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private String module;
  private final Map<String, String> sources = new HashMap<>();
  private Class<?> original;
  private UnaryOperator<byte[]> loading = UnaryOperator.identity();
  private Duration patience = PATIENCE;

  private Twin(String module, Class<?> original) {
    this.module = module;
    this.original = original;
    read();
  }

  /**
   * A twin of a class, so far the same.
   *
   * @param module the folder of its module
   * @param original the class
   * @return the twin
   */
  public static Twin of(String module, Class<?> original) {
    return new Twin(module, original);
  }

  /**
   * Goes on with another class; the twin differs in both.
   *
   * @param other the class, of the same module
   * @return this
   */
  public Twin and(Class<?> other) {
    original = other;
    if (!sources.containsKey(other.getName())) {
      read();
    }
    return this;
  }

  /**
   * Goes on with a class of another module; the twin differs in both.
   *
   * @param otherModule the folder of its module
   * @param other the class
   * @return this
   */
  public Twin and(String otherModule, Class<?> other) {
    module = otherModule;
    return and(other);
  }

  /**
   * Has each class file of ours, the twin's and all others, changed before it is loaded.
   *
   * @param change what it is passed through
   * @return this
   */
  public Twin loadedThrough(UnaryOperator<byte[]> change) {
    loading = change;
    return this;
  }

  /**
   * Changes how long a run may take before it counts as hanging.
   *
   * @param limit the time
   * @return this
   */
  public Twin patience(Duration limit) {
    patience = limit;
    return this;
  }

  private void read() {
    String file = "src/main/java/" + original.getName().replace('.', '/') + ".java";
    // The tests of a module run in its folder, or in the root.
    for (Path base :
        List.of(Path.of("..", module), Path.of("..", "..", module), Path.of(module), Path.of(""))) {
      Path path = base.resolve(file);
      if (Files.isRegularFile(path)) {
        try {
          sources.put(original.getName(), Files.readString(path));
          return;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new AssertionError("no source " + file + " of module " + module);
  }

  /**
   * Replaces a passage, which must be there exactly once. Runs of white space count as one blank.
   *
   * @param passage in the original
   * @param by in the twin
   * @return this
   */
  public Twin replace(String passage, String by) {
    return replaceAfter("", passage, by);
  }

  /**
   * Replaces the first of several equal passages after a mark, which must be there exactly once.
   *
   * @param mark in front of the passage, such as the head of the method
   * @param passage in the original
   * @param by in the twin
   * @return this
   */
  public Twin replaceAfter(String mark, String passage, String by) {
    String source = flat(Objects.requireNonNull(sources.get(original.getName())));
    int from = mark.isEmpty() ? 0 : only(source, flat(mark)) + flat(mark).length();
    int at = mark.isEmpty() ? only(source, flat(passage)) : source.indexOf(flat(passage), from);
    if (at < 0) {
      throw new AssertionError(original + " has no passage " + passage + " after " + mark);
    }
    sources.put(
        original.getName(),
        source.substring(0, at) + by + source.substring(at + flat(passage).length()));
    return this;
  }

  /**
   * With one blank for each run of white space, and without line comments, which would swallow the
   * rest of the one line that this makes.
   */
  private static String flat(String text) {
    return text.replaceAll("(?m)//.*$", "").replaceAll("\\s+", " ");
  }

  private int only(String source, String passage) {
    int at = source.indexOf(passage);
    if (at < 0 || source.indexOf(passage, at + 1) >= 0) {
      throw new AssertionError(original + " has not exactly one passage " + passage);
    }
    return at;
  }

  /**
   * Runs a test against the twin, and fails unless that fails.
   *
   * @param test the class of the test
   * @param method its method
   * @param arguments what the method takes
   * @return how it failed
   */
  public Throwable assertCaughtBy(Class<?> test, String method, Object... arguments) {
    Throwable failure = run(DEADLINE, test, method, arguments);
    if (failure == null) {
      throw new AssertionError("the broken twin passed " + test.getSimpleName() + "." + method);
    }
    return failure;
  }

  /**
   * Runs a test against the twin, and fails when that fails: for twins that are not broken, but
   * only got a {@link Seam}.
   *
   * @param test the class of the test
   * @param method its method
   * @param arguments what the method takes
   */
  public void assertPasses(Class<?> test, String method, Object... arguments) {
    Throwable failure = run(Harness.DEADLINE, test, method, arguments);
    if (failure != null) {
      throw new AssertionError("the twin failed", failure);
    }
  }

  /**
   * Writes the twin's class files, for a JVM of its own that has them in front of the originals: a
   * tool that instruments classes by name cannot tell two loaders' classes apart.
   *
   * @param folder where to
   */
  public void writeTo(Path folder) {
    compile()
        .forEach(
            (name, bytes) -> {
              Path file = folder.resolve(name.replace('.', '/') + ".class");
              try {
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private @Nullable Throwable run(
      Duration deadline, Class<?> test, String method, Object... arguments) {
    Callable<@Nullable Throwable> call;
    try {
      call = new World(compile(), loading).prepare(deadline, test.getName(), method, arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the twin cannot be loaded", e);
    }
    FutureTask<@Nullable Throwable> task = new FutureTask<>(call);
    Thread thread = Thread.ofPlatform().daemon().name("twin-" + method).start(task);
    Throwable failure;
    try {
      failure = task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      failure = new AssertionError("the test hangs");
      failure.setStackTrace(thread.getStackTrace());
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("the twin was not run", e);
    }
    if (failure instanceof LinkageError) {
      throw new AssertionError("the twin does not fit", failure);
    }
    return failure;
  }

  // ---- compiling ------------------------------------------------------------------------------

  private Map<String, byte[]> compile() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    Map<String, ByteArrayOutputStream> output = new HashMap<>();
    StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
    JavaFileManager memory =
        new ForwardingJavaFileManager<>(files) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location,
              String className,
              JavaFileObject.Kind kind,
              @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(uri(className, kind), kind) {
              @Override
              public OutputStream openOutputStream() {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                output.put(className, bytes);
                return bytes;
              }
            };
          }
        };
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(source(name, text)));
    boolean compiled =
        compiler
            .getTask(
                messages,
                memory,
                null,
                List.of("-nowarn", "-proc:none", "-classpath", classPath()),
                null,
                units)
            .call();
    if (!compiled) {
      throw new AssertionError("the twin does not compile:\n" + messages);
    }
    Map<String, byte[]> classes = new HashMap<>();
    output.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(
        uri(name, JavaFileObject.Kind.SOURCE), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static URI uri(String className, JavaFileObject.Kind kind) {
    return URI.create("memory:///" + className.replace('.', '/') + kind.extension);
  }

  private static String classPath() {
    // Surefire may hide the class path in a jar's manifest, which javac follows, or in a property.
    return System.getProperty("surefire.test.class.path", "")
        + File.pathSeparator
        + System.getProperty("java.class.path");
  }

  // ---- loading --------------------------------------------------------------------------------

  /** A second copy of our classes, with the twin among them. */
  private static final class World extends ClassLoader {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Map<String, byte[]> twins;
    private final UnaryOperator<byte[]> loading;

    // Of a place of its own: an agent may remember what it made of a class by name and place.
    private final ProtectionDomain domain =
        new ProtectionDomain(
            new CodeSource(place(COUNT.incrementAndGet()), (Certificate[]) null), null);

    World(Map<String, byte[]> twins, UnaryOperator<byte[]> loading) {
      super(Twin.class.getClassLoader());
      this.twins = twins;
      this.loading = loading;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null) {
          byte[] bytes = twins.get(name);
          if (bytes == null) {
            bytes = original(name);
          }
          bytes = loading.apply(bytes);
          loaded = defineClass(name, bytes, 0, bytes.length, domain);
        }
        return loaded;
      }
    }

    private static URL place(int world) {
      try {
        return URI.create("file:/twin/" + world + "/").toURL();
      } catch (MalformedURLException e) {
        throw new AssertionError(e);
      }
    }

    private byte[] original(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    /** What calls the test's method, and returns what that threw, or null. */
    Callable<@Nullable Throwable> prepare(
        Duration deadline, String className, String method, Object[] arguments)
        throws ReflectiveOperationException {
      Method limit = loadClass(Harness.class.getName()).getDeclaredMethod("limit", Duration.class);
      limit.setAccessible(true);
      limit.invoke(null, deadline);
      Class<?> test = loadClass(className);
      Method found =
          Arrays.stream(test.getDeclaredMethods())
              .filter(m -> m.getName().equals(method) && m.getParameterCount() == arguments.length)
              .findFirst()
              .orElseThrow(() -> new NoSuchMethodException(className + "." + method));
      found.setAccessible(true);
      Constructor<?> constructor = test.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object receiver = constructor.newInstance();
      Object[] here = new Object[arguments.length];
      for (int i = 0; i < here.length; i++) {
        here[i] = translated(arguments[i]);
      }
      return () -> {
        try {
          found.invoke(receiver, here);
          return null;
        } catch (InvocationTargetException e) {
          return e.getCause();
        }
      };
    }

    /** An enum constant of this world for one of the other. */
    private Object translated(Object argument) throws ClassNotFoundException {
      if (!(argument instanceof Enum<?> constant)) {
        return argument;
      }
      for (Object own : loadClass(constant.getDeclaringClass().getName()).getEnumConstants()) {
        if (((Enum<?>) own).name().equals(constant.name())) {
          return own;
        }
      }
      throw new ClassNotFoundException(constant.toString());
    }
  }
}
