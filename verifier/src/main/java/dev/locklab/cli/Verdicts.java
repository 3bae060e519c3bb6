package dev.locklab.cli;

import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.exit.Exit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which exit code a verdict comes to. */
final class Verdicts {

  private Verdicts() {}

  /** For commands that speak of the money. */
  static int exitCode(Judged run, @Nullable Verdict expected) {
    if (expected != null) {
      return asExpected(List.of(run), expected);
    }
    return switch (run.findings().verdict()) {
      case CONSISTENT -> Exit.OK;
      case INDETERMINATE, STALLED -> Exit.UNDECIDED;
      default -> Exit.VIOLATION;
    };
  }

  /** Whether all have that verdict; what others there are is said on standard error. */
  static int asExpected(List<Judged> runs, Verdict expected) {
    String others =
        runs.stream()
            .filter(run -> run.findings().verdict() != expected)
            .map(run -> run.spec().strategy() + " is " + run.findings().verdict())
            .distinct()
            .collect(Collectors.joining(", "));
    if (others.isEmpty()) {
      return Exit.OK;
    }
    Console.error("Expected " + expected + ": " + others + ".");
    return Exit.VIOLATION;
  }

  /** For commands that speak of the promises. */
  static int exitCode(List<Grade> grades) {
    if (grades.contains(Grade.FAILED)) {
      return Exit.VIOLATION;
    }
    return grades.contains(Grade.UNKNOWN) ? Exit.UNDECIDED : Exit.OK;
  }
}
