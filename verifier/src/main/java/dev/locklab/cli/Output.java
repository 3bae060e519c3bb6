package dev.locklab.cli;

import dev.locklab.audit.Judged;
import dev.locklab.audit.Repeats;
import dev.locklab.report.TextReport;
import dev.locklab.run.Durations;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import java.util.List;

/** Puts reports on standard output. */
final class Output {

  private Output() {}

  static void run(Judged run) {
    System.out.println(title(List.of(run.spec())));
    System.out.println();
    TextReport.ofRun(run).forEach(System.out::println);
  }

  static void comparison(List<Judged> runs) {
    List<Judged> folded = Repeats.folded(runs);
    System.out.println(title(folded.stream().map(Judged::spec).toList()));
    if (folded.size() < runs.size()) {
      System.out.println(
          "%d runs in all; of each strategy the one of median pace, with the worst grade of its repeats"
              .formatted(runs.size()));
    }
    System.out.println();
    TextReport.ofComparison(folded).forEach(System.out::println);
  }

  /** What was run, in a line; what all runs share is said once. */
  private static String title(List<RunSpec> specs) {
    RunSpec spec = specs.get(0);
    StringBuilder title = new StringBuilder("Redis Lock Lab: ");
    long limits = specs.stream().filter(one -> one.promise() == Promise.LIMIT).count();
    title.append(specs.size() == 1 ? spec.strategy() : specs.size() - limits + " strategies");
    title.append(limits == 0 || specs.size() == 1 ? "" : " and " + limits + " limits");
    title.append(
        ", %d worker JVMs x %d thread%s"
            .formatted(spec.workers(), spec.threads(), spec.threads() == 1 ? "" : "s"));
    if (spec.duration() != null) {
      title.append(", ").append(Durations.format(spec.duration()));
    } else if (spec.updates() != null) {
      title.append(", ").append(spec.updates()).append(" updates each");
    } else {
      title.append(", ").append(spec.quota()).append(" updates");
    }
    title.append(", think ").append(Durations.format(spec.think()));
    if (!spec.pause().isZero()) {
      title.append(", pause ").append(Durations.format(spec.pause()));
    }
    if (spec.lease() != null) {
      title.append(", lease ").append(Durations.format(spec.lease()));
    }
    title.append(", seed ").append(spec.seed());
    return title.append(spec.journal() ? "" : ", no journal").toString();
  }
}
