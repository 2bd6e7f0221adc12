package io.sudog.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.sudog.architecture.broken.UsesJdkAccess;
import io.sudog.core.broken.OpensPrivateMembers;
import io.sudog.core.broken.UsesChannels;
import io.sudog.core.broken.UsesNio;
import io.sudog.samples.broken.UsesRuntime;
import io.sudog.samples.broken.UsesSeam;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The boundaries between the parts. Module descriptors guard some of them, but not on the class
 * path. Each rule comes with a class that breaks it, for a rule that cannot fail says nothing.
 */
final class ArchitectureTest {
  private static final String[] CORE = {"io.sudog.core..", "io.sudog.sync..", "io.sudog.runtime.."};

  private static final String[] PUBLIC = {
    "io.sudog.core..",
    "io.sudog.sync..",
    "io.sudog.channels..",
    "io.sudog.time..",
    "io.sudog.context..",
    "io.sudog.errgroup..",
    "io.sudog.select..",
    "io.sudog.net.."
  };

  private static final String SEAM = "io.sudog.channels.internal..";

  private static final String[] INTERNAL = {"io.sudog.runtime..", "io.sudog.netpoll..", SEAM};

  private static final String JDK_ACCESS = "io.sudog.runtime.jdk..";

  private static final Set<String> OPENERS =
      Set.of(
          "Constructor.setAccessible",
          "Field.setAccessible",
          "Method.setAccessible",
          "AccessibleObject.setAccessible",
          "AccessibleObject.trySetAccessible",
          "MethodHandles.privateLookupIn",
          "Lookup.findClass",
          "Class.forName");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.sudog");

  private static final JavaClasses MAIN_AND_BROKEN =
      new ClassFileImporter().importPackages("io.sudog");

  record Boundary(String name, ArchRule rule, Class<?> broken) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Boundary> BOUNDARIES =
      List.of(
          new Boundary(
              "internal packages are for Sudog's own modules",
              noClasses()
                  .that()
                  .resideOutsideOfPackages(concat(PUBLIC, INTERNAL))
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(INTERNAL),
              UsesRuntime.class),
          new Boundary(
              "samples use nothing but the public packages",
              noClasses()
                  .that()
                  .resideInAPackage("io.sudog.samples..")
                  .should()
                  .dependOnClassesThat(
                      resideInAPackage("io.sudog..")
                          .and(
                              not(
                                  resideInAnyPackage(concat(PUBLIC, "io.sudog.samples.."))
                                      .and(not(resideInAnyPackage(INTERNAL)))))),
              UsesRuntime.class),
          new Boundary(
              "the seam between channels and select is for the two of them",
              noClasses()
                  .that()
                  .resideOutsideOfPackages(
                      "io.sudog.channels..",
                      "io.sudog.time..",
                      "io.sudog.context..",
                      "io.sudog.errgroup..",
                      "io.sudog.select..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage(SEAM),
              UsesSeam.class),
          new Boundary(
              "private JDK members are opened in one package",
              noClasses()
                  .that()
                  .resideOutsideOfPackage(JDK_ACCESS)
                  .should()
                  .accessTargetWhere(
                      describe(
                          "the target opens private members or finds classes by name",
                          access ->
                              OPENERS.contains(
                                  access.getTargetOwner().getSimpleName()
                                      + "."
                                      + access.getName()))),
              OpensPrivateMembers.class),
          new Boundary(
              "that package is for core",
              noClasses()
                  .that()
                  .resideOutsideOfPackages(CORE)
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage(JDK_ACCESS),
              UsesJdkAccess.class),
          new Boundary(
              "core knows no other module",
              noClasses()
                  .that()
                  .resideInAnyPackage(CORE)
                  .should()
                  .dependOnClassesThat(
                      resideInAPackage("io.sudog..").and(not(resideInAnyPackage(CORE)))),
              UsesChannels.class),
          new Boundary(
              "core knows java.base, its event recorder, JCTools and JSpecify, but not NIO",
              classes()
                  .that()
                  .resideInAnyPackage(CORE)
                  .should()
                  .onlyDependOnClassesThat(
                      resideInAnyPackage(
                              "java..",
                              "jdk.jfr..",
                              "org.jctools..",
                              "org.jspecify..",
                              "io.sudog..")
                          .and(not(resideInAPackage("java.nio.channels..")))),
              UsesNio.class),
          new Boundary(
              "no package of one module depends in a circle on that of another",
              slices().assignedFrom(new Parts()).should().beFreeOfCycles(),
              UsesChannels.class));

  /** Core's packages belong together (a G runs a Task); every other package stands for itself. */
  private static final class Parts implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      if (resideInAnyPackage(CORE).test(javaClass)) {
        return SliceIdentifier.of("core module");
      }
      String[] path = javaClass.getPackageName().split("\\.", 4);
      return path.length < 3 ? SliceIdentifier.ignore() : SliceIdentifier.of(path[2]);
    }

    @Override
    public String getDescription() {
      return "core and each other package";
    }
  }

  private static String[] concat(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  @ParameterizedTest
  @FieldSource("BOUNDARIES")
  void holds(Boundary boundary) {
    boundary.rule().check(MAIN);
  }

  @ParameterizedTest
  @FieldSource("BOUNDARIES")
  void canFail(Boundary boundary) {
    AssertionError violation =
        assertThrows(AssertionError.class, () -> boundary.rule().check(MAIN_AND_BROKEN));
    assertTrue(violation.getMessage().contains(boundary.broken().getName()), violation::getMessage);
  }

  private static final ArchRule NO_INTERNALS =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("sun..", "jdk.internal..");

  @Test
  void nothingNeedsInternalClassesOfTheJdkToCompile() {
    NO_INTERNALS.check(MAIN);
  }

  @Test
  void aUseOfInternalClassesIsSeen() {
    // The compiler lets no class of ours use one, so one of the JDK's own stands in.
    JavaClasses jdk = new ClassFileImporter().importClasses(LockSupport.class);
    assertThrows(AssertionError.class, () -> NO_INTERNALS.check(jdk));
  }
}
