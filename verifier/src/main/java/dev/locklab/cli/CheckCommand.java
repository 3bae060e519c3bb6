package dev.locklab.cli;

import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.lab.Checks;
import dev.locklab.lab.RunFolder;
import dev.locklab.options.RedisOptions;
import dev.locklab.options.UsageException;
import dev.locklab.redis.RedisAddress;
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
    description = "Judge a run again, from its folder or from the Redis it was made on.")
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

  @Override
  public Integer call() {
    Judged judged = Judged.of(evidence());
    Output.run(judged);
    return Verdicts.exitCode(judged.findings().verdict(), expect);
  }

  private dev.locklab.audit.Evidence evidence() {
    if (journal != null && run == null) {
      return new RunFolder(journal).read();
    }
    RedisAddress subject = redis.subject();
    if (journal != null || run == null || subject == null) {
      throw new UsageException("give either --journal DIR, or --redis URL and --run RUN");
    }
    RedisAddress control = redis.control();
    return Checks.fromRedis(subject, control == null ? subject : control, run);
  }
}
