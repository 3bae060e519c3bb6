package dev.locklab.scenario;

import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Verdict;
import dev.locklab.run.Effect;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A fault, injected at a chosen moment into real processes, and what must come of it. Found by
 * {@link java.util.ServiceLoader}; one class is all that a scenario is.
 */
public interface Scenario {

  /** Unique and short, as in {@code scenario NAME}. */
  String name();

  /** What happens, in one sentence for the user. */
  String story();

  /** Where it stands in a list of all: by what breaks first, then by its number. */
  int order();

  /** What the subject can be made of: first what it is unless the user wishes otherwise. */
  default List<Topology> topologies() {
    return List.of(Topology.SINGLE);
  }

  /** Further settings of the subject's servers, as on redis-server's command line. */
  default List<String> settings() {
    return List.of();
  }

  /**
   * What the workers do. There are three, each with a thread, and they stand before their first
   * update until the script lets them go.
   */
  default Workload.Builder workload() {
    return Workload.builder()
        .updates(20L)
        .lease(Duration.ofSeconds(1))
        .patience(Duration.ofSeconds(40))
        .pacing(Workload.Pacing.GATED);
  }

  /** What the fault may do to a lock; what a promise does not cover, it is excused from. */
  Set<Effect> effects();

  /**
   * Whether it is a fault at all for a strategy; for most it is for everyone. A lease that there is
   * not cannot be outlived.
   */
  default boolean appliesTo(Strategy strategy) {
    return !effects().contains(Effect.LEASE_OUTLIVED)
        || !strategy.canStayTaken()
        || strategy.honours().contains(Strategy.Setting.LEASE);
  }

  /**
   * The grades of which one must come out for a strategy that promises that. What the store itself
   * loses is told with the amount, and proves nothing of any lock.
   */
  default Set<Grade> expected(Promise promise) {
    if (effects().contains(Effect.WRITES_LOST)) {
      return EnumSet.of(Grade.UNKNOWN);
    }
    if (promise == Promise.NONE) {
      return EnumSet.of(Grade.OK, Grade.INTERESTING);
    }
    boolean covered = effects().stream().allMatch(effect -> effect.isCoveredBy(promise));
    return EnumSet.of(covered ? Grade.OK : Grade.INTERESTING);
  }

  /**
   * Whether that is what must come out for a strategy: one of the {@linkplain #expected(Promise)
   * grades}, or what is known of that strategy: that nobody gets a lock any more that can stay
   * taken for ever, or whose queue keeps the place of who has gone; and that a late release breaks
   * the promise where it frees the lock of a successor.
   */
  default boolean isExpected(Strategy strategy, Findings findings) {
    boolean mayStall = strategy.canStayTaken() || strategy.keepsPlaces();
    boolean mayFail = strategy.releasesBlindly() && !effects().isEmpty();
    return (mayStall && findings.verdict() == Verdict.STALLED)
        || (mayFail && findings.grade() == Grade.FAILED)
        || expected(strategy.promise()).contains(findings.grade());
  }

  /**
   * The script: leads the workers, injects the fault when a condition is met, and says by what it
   * knows that the fault has bitten. Called on a thread of its own; when it ends, in whichever way,
   * all that was broken is mended and everybody let go.
   *
   * @throws NotBitten if what it waits for does not come about
   * @throws InterruptedException if the run is ended early
   */
  void play(Scene scene) throws InterruptedException;
}
