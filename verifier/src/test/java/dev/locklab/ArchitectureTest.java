package dev.locklab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.locklab.account.Micros;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What may know what. */
class ArchitectureTest {

  private static final JavaClasses LAB =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.locklab");

  @Test
  void theAuditTouchesNeitherRedisNorFilesNorClocks() {
    noClasses()
        .that()
        .resideInAPackage("dev.locklab.audit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.locklab.redis..",
            "redis.clients..",
            "org.redisson..",
            "java.io..",
            "java.net..",
            "java.nio..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Micros.class, Clock.class, Instant.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(LAB);
  }

  @Test
  void reportsSeeFindingsOnly() {
    classes()
        .that()
        .resideInAPackage("dev.locklab.report..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.locklab.report..",
            "dev.locklab.audit..",
            "dev.locklab.run..",
            "dev.locklab.account..",
            "com.fasterxml.jackson..",
            "de.siegmar.fastcsv..",
            "java..",
            "com.fasterxml.jackson..",
            "org.jspecify.annotations..")
        .check(LAB);
  }

  @Test
  void theVerifierCarriesTheWorkerAndDoesNotUseIt() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.locklab.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.locklab.worker..")
        .check(LAB);
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    slices().matching("dev.locklab.(*)..").should().beFreeOfCycles().check(LAB);
  }
}
