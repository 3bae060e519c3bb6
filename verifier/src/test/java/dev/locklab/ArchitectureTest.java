package dev.locklab;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.locklab.account.Micros;
import dev.locklab.audit.Audit;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Journal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
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

  /** Digits and letters that depend on who runs the lab are read by nobody else. */
  @Test
  void nothingIsWrittenInTheLocaleOfTheMachine() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(DateTimeFormatter.class, "ofPattern", String.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(NumberFormat.class)
        .check(LAB);
  }

  @Test
  void theAuditKnowsNothingOfThoseWhoAskIt() {
    noClasses()
        .that()
        .resideInAPackage("dev.locklab.audit..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.locklab..")
                .and(
                    not(
                        resideInAnyPackage(
                            "dev.locklab.audit..", "dev.locklab.run..", "dev.locklab.account.."))))
        .check(LAB);
  }

  @Test
  void reportsSeeFindingsAndFiguresOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.locklab.report..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.locklab..")
                .and(
                    not(
                        resideInAnyPackage(
                            "dev.locklab.report..",
                            "dev.locklab.audit..",
                            "dev.locklab.experiment..",
                            "dev.locklab.interleaving..",
                            "dev.locklab.run..",
                            "dev.locklab.account.."))))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Audit.class, Evidence.class, Journal.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..", "redis.clients..")
        .check(LAB);
  }

  @Test
  void onlyThoseWhoAskForThemKnowScenarios() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.locklab.scenario..", "dev.locklab.cli..", "dev.locklab.junit..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.locklab.scenario..")
        .check(LAB);
  }

  @Test
  void theHandOffLockCouldLeaveTheLab() {
    noClasses()
        .that()
        .resideInAPackage("dev.locklab.handoff..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.locklab..")
                .and(not(resideInAnyPackage("dev.locklab.handoff..", "dev.locklab.redis.."))))
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
  void onlyTheConsolePrints() {
    noClasses()
        .that()
        .haveNameNotMatching(
            "dev\\.locklab\\.(cli\\.(Console|StatusLine)|options\\.Uncaught)(\\$.*)?")
        .and()
        .resideOutsideOfPackage("dev.locklab.worker..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("what is printed is in parts from outside, and a terminal obeys it")
        .check(LAB);
  }

  /** Packages that are too large for a circle in them to be seen. */
  @Test
  void classesOfTheLabAndOfItsCommandLineDoNotDependOnEachOtherInCircles() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass one) {
                return Set.of("dev.locklab.lab", "dev.locklab.cli").contains(one.getPackageName())
                    ? SliceIdentifier.of(one.getName().replaceFirst("\\$.*", ""))
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "classes with what is nested in them";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(LAB);
  }

  @Test
  void theLabKnowsNoCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.locklab.cli..", "dev.locklab.options..")
        .and()
        .doNotHaveSimpleName("WorkerMain")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(LAB);
  }

  /** The runnable jar does not carry what that package needs. */
  @Test
  void nothingNeedsWhatIsForJUnit() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.locklab.junit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.locklab.junit..", "org.junit..", "org.assertj..")
        .check(LAB);
  }

  @Test
  void onlyItsOwnStrategiesAndItsIncidentsKnowRedisson() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.locklab.strategy.redisson..", "dev.locklab.incident.catalogue..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.redisson..")
        .check(LAB);
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    slices().matching("dev.locklab.(*)..").should().beFreeOfCycles().check(LAB);
  }
}
