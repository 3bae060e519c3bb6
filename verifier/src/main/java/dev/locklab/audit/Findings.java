package dev.locklab.audit;

import dev.locklab.account.Outcome;
import dev.locklab.run.Injection;
import dev.locklab.run.Load;
import dev.locklab.run.Tally;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The result of an audit.
 *
 * @param verdict the headline: the gravest of the findings
 * @param grade the verdict held against the promise
 * @param gradeReason why the grade is what it is, in one sentence
 * @param findings all that was found, the gravest first; never empty
 * @param outcomes how many updates had which outcome, by the workers' own count
 * @param busyAnswers how often a worker was told that the lock is taken
 * @param resolvedApplied updates without a reply that the journal shows to be applied
 * @param unaccounted journaled updates of workers that did not live to report them
 * @param money the balance as it should be and as it is
 * @param lineage what became of the writes; absent where there was no journal
 * @param pace how fast it went
 * @param cost what it cost, an update
 * @param clients what the workers and their machines were busy with
 * @param recovery how long it took after a fault until the lock was had again; absent where nothing
 *     kept anybody from it, or clocks do not tell
 * @param injection what the lab broke on purpose; absent in a run without a scenario
 * @param timeline what happened then, step by step; likewise
 * @param payments what was paid at the rail; absent where there was none
 * @param libraries versions of the libraries that the workers had loaded, by name
 * @param notices what the reader should know besides: deaths, troubles, early ends
 */
public record Findings(
    Verdict verdict,
    Grade grade,
    String gradeReason,
    List<Finding> findings,
    Map<Outcome, Long> outcomes,
    long busyAnswers,
    long resolvedApplied,
    long unaccounted,
    Money money,
    @Nullable Lineage lineage,
    Pace pace,
    Cost cost,
    Clients clients,
    @Nullable RecoveryTime recovery,
    @Nullable Injection injection,
    @Nullable Timeline timeline,
    @Nullable Payments payments,
    Map<String, String> libraries,
    List<String> notices) {

  /** Updates of one outcome. */
  public long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** Updates that were applied, whoever knows of it: acknowledged, or found in the journal. */
  public long applied() {
    return count(Outcome.APPLIED) + resolvedApplied + unaccounted;
  }

  /** Updates that were lost; 0 also where there was no journal to tell. */
  public long lost() {
    return lineage == null ? 0 : lineage.lost();
  }

  /**
   * The balance as it should be and as it is.
   *
   * @param opening before the first update
   * @param expected opening plus every acknowledged or otherwise applied update
   * @param found the balance found; absent if it could not be read
   */
  public record Money(long opening, BigInteger expected, @Nullable Long found) {

    /** What is missing (below zero: what is too much); absent if the balance could not be read. */
    public @Nullable BigInteger drift() {
      return found == null ? null : BigInteger.valueOf(found).subtract(expected);
    }
  }

  /**
   * How long it took after a fault until the lock was had again.
   *
   * @param nanos from the moment at which it could be had to the next grant, or as long as that was
   *     waited for
   * @param seen whether the next grant was seen
   */
  public record RecoveryTime(long nanos, boolean seen) {}

  /**
   * What was paid at the rail.
   *
   * @param made payments that the rail took
   * @param twice orders of which it took more than one
   * @param never orders that count as paid, of which it took none
   * @param stale payments with a smaller token than one before them
   * @param refused payments that it refused
   */
  public record Payments(long made, long twice, long never, long stale, long refused) {}

  /**
   * What became of the writes.
   *
   * @param writes all
   * @param stale those that overwrote something they had not read
   * @param lost those that are not in the balance any more
   * @param lostSum what the lost ones add up to
   * @param first the earliest erasure; absent if nothing was lost
   * @param worst the erasure that took the most writes; the larger sum decides between equals
   * @param last the latest erasure; absent if nothing was lost
   */
  public record Lineage(
      long writes,
      long stale,
      long lost,
      BigInteger lostSum,
      @Nullable Overwrite first,
      @Nullable Overwrite worst,
      @Nullable Overwrite last) {}

  /**
   * How fast it went; what nobody measured is absent.
   *
   * @param seconds from the first update begun to the last one done
   * @param updatesPerSecond acknowledged updates
   * @param waits waiting for the lock: one time for each update that asked for it, from its first
   *     asking to its having it or giving up
   * @param holds holding it
   * @param jain Jain's fairness index over the threads' update rates: 1 if all are equal, 1/n if
   *     one thread gets everything (Jain, Chiu, Hawe 1984)
   * @param overlap share of the time in which at least two threads were at work, 0 to 1: two are
   *     enough to race; absent also where a single thread has nobody to race with, and where it is
   *     not known how the workers' clocks stand to each other
   * @param startSpread how long after the first worker the last one began its first update at
   *     least, whatever their clocks are wrong by, in nanoseconds; absent where one works alone,
   *     where their clocks were not measured, and where they were not to begin together
   */
  public record Pace(
      @Nullable Double seconds,
      @Nullable Double updatesPerSecond,
      Times waits,
      Times holds,
      @Nullable Double jain,
      @Nullable Double overlap,
      @Nullable Long startSpread) {

    /** Those who are said to begin together do so to within this, or it is told. */
    private static final long TOGETHER_NANOS = 5_000_000;

    /** Whether some worked before others had begun, so that these had less to race with. */
    public boolean isUnevenlyBegun() {
      return startSpread != null && startSpread > TOGETHER_NANOS;
    }
  }

  /**
   * What an applied update cost; what nobody measured is absent.
   *
   * @param requests requests to the server, as sent
   * @param commands commands that the server executed, with those that scripts call
   * @param cpuNanos the server's processor time
   * @param alone requests where a single thread had the server to itself
   * @param handOffs from one holder's last word to the next holder's start
   */
  public record Cost(
      @Nullable Double requests,
      @Nullable Double commands,
      @Nullable Double cpuNanos,
      @Nullable Double alone,
      Times handOffs) {

    /** Nobody measured anything. */
    public static final Cost NONE = new Cost(null, null, null, null, Times.NONE);

    static Cost of(dev.locklab.run.@Nullable Cost run, long applied, Times handOffs) {
      return run == null || applied == 0
          ? new Cost(null, null, null, null, handOffs)
          : new Cost(
              (double) run.requests() / applied,
              (double) run.commands() / applied,
              1e3 * run.cpuMicros() / applied,
              run.alone(),
              handOffs);
    }
  }

  /**
   * What the workers and their machines were busy with; absent is what some worker did not say.
   *
   * @param processors how many processors the workers kept busy together
   * @param busy share of the machine's processor time that was used by whomever, 0 to 1; of several
   *     machines that of the busiest
   * @param stolen share that whoever runs the machine as a guest gave to others, likewise
   */
  public record Clients(
      @Nullable Double processors, @Nullable Double busy, @Nullable Double stolen) {

    /** Nobody measured anything. */
    public static final Clients NONE = new Clients(null, null, null);

    /** Of so much less than all no machine can have kept anybody waiting for long. */
    private static final double SATURATED = 0.95;

    private static final double ROBBED = 0.05;

    /** Whether there was hardly any processor time left, so that the machine set the pace. */
    public boolean isSaturated() {
      return busy != null && busy >= SATURATED;
    }

    /** Whether the machine was not given what it would have used. */
    public boolean isRobbed() {
      return stolen != null && stolen >= ROBBED;
    }

    static Clients of(List<Tally> tallies) {
      List<Load> loads = tallies.stream().map(Tally::load).filter(Objects::nonNull).toList();
      long workers = tallies.stream().map(Tally::worker).distinct().count();
      if (loads.isEmpty() || loads.size() < workers) {
        return NONE;
      }
      return new Clients(
          loads.stream().mapToDouble(Load::processors).sum(),
          most(loads, Load::busy),
          most(loads, Load::stolen));
    }

    private static @Nullable Double most(List<Load> loads, Function<Load, @Nullable Double> which) {
      Double most = null;
      for (Load load : loads) {
        Double share = which.apply(load);
        if (share != null && (most == null || share > most)) {
          most = share;
        }
      }
      return most;
    }
  }

  /**
   * A distribution of times, in nanoseconds; all 0 where nothing was recorded.
   *
   * @param count how many times
   * @param p999 what 999 of 1,000 do not exceed
   */
  public record Times(long count, long p50, long p90, long p99, long p999, long max) {

    /** Nothing was recorded. */
    public static final Times NONE = new Times(0, 0, 0, 0, 0, 0);

    static Times of(Histogram all) {
      return all.getTotalCount() == 0
          ? NONE
          : new Times(
              all.getTotalCount(),
              all.getValueAtPercentile(50),
              all.getValueAtPercentile(90),
              all.getValueAtPercentile(99),
              all.getValueAtPercentile(99.9),
              all.getMaxValue());
    }
  }
}
