package dev.locklab.cli;

import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Anomaly;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Inquiry;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.audit.WriteStory;
import dev.locklab.exit.UsageException;
import dev.locklab.lab.StoredRun;
import dev.locklab.options.HelpGroup;
import dev.locklab.options.RedisOptions;
import dev.locklab.redis.RedisAddress;
import dev.locklab.report.Explained;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges a run that was made before. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Judge a run again, from its folder or from the Redis it was made on.",
    footer = {
      "",
      "Examples:",
      "  verifier check --journal .locklab/20260131-120000-race-1a2b",
      "  verifier check --journal .locklab/20260131-120000-race-1a2b --list lost",
      "  verifier check --journal .locklab/20260131-120000-race-1a2b --explain 38",
      "  verifier check --redis redis://redis.example:6379 --run 20260131-120000-race-1a2b"
    })
@HelpGroup("Run")
final class CheckCommand implements Callable<Integer> {

  @Mixin private RedisOptions redis = new RedisOptions();

  @Option(names = "--run", paramLabel = "RUN", description = "Id of a run, with --redis.")
  private @Nullable String run;

  @Option(names = "--journal", paramLabel = "DIR", description = "Folder of a run.")
  private @Nullable Path journal;

  @Option(
      names = "--expect",
      paramLabel = "VERDICT",
      description = "Exit with 0 if, and only if, this is the verdict.")
  private @Nullable Verdict expect;

  @Option(
      names = "--explain",
      paramLabel = "VERSION",
      description = "Tell the story of one write instead.")
  private @Nullable Long explain;

  @Option(
      names = "--list",
      paramLabel = "KIND",
      description =
          "List all writes of a kind instead: ${COMPLETION-CANDIDATES}; missing: acknowledged"
              + " updates that the journal does not have.")
  private @Nullable Anomaly list;

  @Mixin private Paging paging = new Paging();

  @Override
  public Integer call() {
    Evidence evidence = evidence();
    if (explain != null && list != null) {
      throw new UsageException("--explain and --list exclude each other");
    }
    if (list == null) {
      paging.requireUnused();
    }
    Long version = explain;
    if (version != null && !evidence.spec().workload().journal()) {
      throw new UsageException("the run has no journal, so there is nothing to explain");
    }
    Judged judged = Judged.of(evidence);
    if (version != null) {
      WriteStory story = Inquiry.into(evidence).explain(version);
      if (story == null) {
        Findings.Lineage lineage = judged.findings().lineage();
        throw new UsageException(
            lineage == null
                ? "there is no version " + version + " in what can be read of the journal"
                : "there is no version %s: the journal has versions 1 to %s"
                    .formatted(version, lineage.writes()));
      }
      Console.print(Explained.of(story));
    } else if (list != null) {
      paging.show(Inquiry.into(evidence), list);
    } else {
      Output.run(judged);
    }
    return Verdicts.exitCode(judged, expect);
  }

  private Evidence evidence() {
    if (journal != null && run == null) {
      return new RunFolder(journal).read();
    }
    RedisAddress subject = redis.subject();
    if (journal != null || run == null || subject == null) {
      throw new UsageException("give either --journal DIR, or --redis URL and --run RUN");
    }
    RedisAddress control = redis.control();
    return StoredRun.fromRedis(subject, control == null ? subject : control, run);
  }
}
