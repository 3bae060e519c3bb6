package dev.locklab.cli;

import dev.locklab.options.HelpGroup;
import dev.locklab.run.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the lock is asked for. */
@HelpGroup("Lock")
final class LockOptions {

  @Option(
      names = "--lease",
      split = ",",
      paramLabel = "D",
      description =
          "Lease of the lock"
              + WorkloadOptions.SEVERAL
              + ". Default: 0, which is renewed for as long as its holder lives.",
      defaultValue = "0")
  private List<Duration> lease = List.of();

  @Option(
      names = "--wait",
      paramLabel = "D",
      description = "How long trylock waits for the lock. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private Duration waitFor = Duration.ZERO;

  @Option(
      names = "--on-busy",
      paramLabel = "skip|retry",
      description =
          "What to do with an update that found the lock taken. Default: ${DEFAULT-VALUE}.",
      defaultValue = "skip")
  private Workload.OnBusy onBusy = Workload.OnBusy.SKIP;

  /** The leases to run under; null for one that is renewed. */
  List<@Nullable Duration> leases() {
    List<@Nullable Duration> leases = new ArrayList<>();
    lease.forEach(time -> leases.add(time.isZero() ? null : time));
    return leases;
  }

  /** Sets what all runs have alike. */
  Workload.Builder fill(Workload.Builder run) {
    return run.waitFor(waitFor).onBusy(onBusy);
  }
}
