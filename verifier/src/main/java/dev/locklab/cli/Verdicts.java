package dev.locklab.cli;

import dev.locklab.audit.Grade;
import dev.locklab.audit.Verdict;
import dev.locklab.options.Exit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which exit code a verdict comes to. */
final class Verdicts {

  private Verdicts() {}

  /** For commands that speak of the money. */
  static int exitCode(Verdict verdict, @Nullable Verdict expected) {
    if (expected != null) {
      return verdict == expected ? Exit.OK : Exit.VIOLATION;
    }
    return switch (verdict) {
      case CONSISTENT -> Exit.OK;
      case INDETERMINATE, STALLED -> Exit.UNDECIDED;
      default -> Exit.VIOLATION;
    };
  }

  /** For commands that speak of the promises. */
  static int exitCode(List<Grade> grades) {
    if (grades.contains(Grade.FAILED)) {
      return Exit.VIOLATION;
    }
    return grades.contains(Grade.UNKNOWN) ? Exit.UNDECIDED : Exit.OK;
  }
}
