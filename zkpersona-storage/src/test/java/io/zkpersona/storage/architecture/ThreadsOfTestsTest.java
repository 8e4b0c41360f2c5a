package io.zkpersona.storage.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Tests bring their own threads. The size of the JVM's common pool depends on the machine and the
 * JDK, and with one thread, tasks that wait for each other never end.
 */
class ThreadsOfTestsTest {

  private static final DescribedPredicate<JavaAccess<?>> COMMON_POOL =
      DescribedPredicate.describe(
          "the JVM's common pool",
          access ->
              access.getTarget() instanceof CodeUnitAccessTarget target
                  && (isAsyncWithoutExecutor(target)
                      || (target.getOwner().isEquivalentTo(ForkJoinPool.class)
                          && target.getName().equals("commonPool"))));

  private static final ArchRule NO_COMMON_POOL =
      noClasses()
          .should()
          .accessTargetWhere(COMMON_POOL)
          .because("OwnThreads gives each task a thread");

  private static boolean isAsyncWithoutExecutor(CodeUnitAccessTarget target) {
    return target.getOwner().isAssignableTo(CompletableFuture.class)
        && target.getName().endsWith("Async")
        && target.getRawParameterTypes().stream()
            .noneMatch(type -> type.isEquivalentTo(Executor.class));
  }

  @Test
  void noTestUsesTheCommonPool() {
    JavaClasses tests =
        new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.zkpersona.storage")
            .that(
                DescribedPredicate.describe(
                    "not planted here",
                    type -> !type.getName().startsWith(ThreadsOfTestsTest.class.getName())));

    assertThat(tests).hasSizeGreaterThan(100);
    NO_COMMON_POOL.check(tests);
  }

  @Test
  void theRuleWouldSeeIt() {
    JavaClasses planted = new ClassFileImporter().importClasses(Planted.class);

    assertThat(NO_COMMON_POOL.evaluate(planted).getFailureReport().getDetails()).hasSize(5);
  }

  /** Holds every forbidden construct, so that the rule can be tested, and one allowed line. */
  @SuppressWarnings("UnusedMethod")
  private static final class Planted {

    static void started(Runnable work, Supplier<String> value, Executor own) {
      CompletableFuture.runAsync(work, own).join();
      CompletableFuture.runAsync(work).join();
      CompletableFuture.supplyAsync(value).thenRunAsync(work).join();
      ForkJoinPool.commonPool().execute(work);
    }

    static CompletableFuture<String> completed(
        CompletableFuture<String> future, Supplier<String> value) {
      return future.completeAsync(value);
    }
  }
}
