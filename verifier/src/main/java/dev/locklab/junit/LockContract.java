package dev.locklab.junit;

import static dev.locklab.junit.LockRunAssert.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.locklab.account.Outcome;
import dev.locklab.audit.Findings;
import dev.locklab.run.Deltas;
import dev.locklab.run.Promise;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scenarios;
import dev.locklab.scenario.Topology;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a distributed lock must do, as tests: whoever implements it has them. They run in the {@link
 * LockLab} that the class registers, or in one on an embedded Redis.
 *
 * <pre>{@code
 * class MyLockTest implements LockContract {
 *   @Override
 *   public Class<? extends Strategy> strategy() {
 *     return MyLock.class;
 *   }
 * }
 * }</pre>
 *
 * <p>All of them take some minutes, most of it for {@link #keepsItsPromiseUnder}, whose scenarios
 * {@link #scenarios} chooses. A lock that never grants, throws or hangs fails, and the message says
 * who stood where.
 */
@ExtendWith(LockLabs.class)
public interface LockContract {

  /** The lock: a public class with a public constructor without parameters. */
  Class<? extends Strategy> strategy();

  /** What it is held to; a lock that declares another promise fails. */
  default Promise promise() {
    return Promise.WHILE_LEASE_HELD;
  }

  /** The scenarios that it is put under; all by default. */
  default Stream<String> scenarios() {
    return Scenarios.all().stream().map(Scenario::name);
  }

  /**
   * What it can be used on: a scenario that is played on something else is none for it. By default
   * one server, and a primary with its replica; who finds Sentinels and clusters by himself adds
   * them, or returns {@link Topology#ANY}.
   */
  default Collection<Topology> topologies() {
    return EnumSet.of(Topology.SINGLE, Topology.PAIR);
  }

  /** It declares what it is held to. */
  @Test
  default void promisesWhatItIsHeldTo(LockLab lab) {
    assertEquals(promise(), lab.place(strategy()).strategy().promise());
  }

  /** Threads of several JVMs that want it at the same time overwrite nothing of each other. */
  @Test
  default void excludesOthersFromReadToWrite(LockLab lab) {
    assertThat(lab.run(strategy())).lostNothing().keptItsPromise();
  }

  /** What fails between read and write gives it back, so that others can go on. */
  @Test
  default void isGivenBackWhenTheSectionFails(LockLab lab) {
    // One of four fits in, and makes the others leave the range.
    LockRun run =
        lab.run(strategy())
            .with(
                settings ->
                    settings
                        .updates(null)
                        .opening(Long.MAX_VALUE - 15)
                        .deltas(Deltas.eachOnce(List.of(10L, 10L, 10L, 10L))));
    Findings findings = run.result().findings();
    String story = String.join(System.lineSeparator(), run.story());
    assertEquals(1, findings.count(Outcome.APPLIED), () -> "one update fits in; " + story);
    assertEquals(3, findings.count(Outcome.FAILED), () -> "all others got in; " + story);
  }

  /** After its lease, when another has it, its former holder cannot give it back. */
  @Test
  default void isReleasedByNobodyButItsHolder(LockLab lab) {
    checks(lab).isReleasedByNobodyButItsHolder();
  }

  /** Whoever may not wait is told that it is taken, while it is. */
  @Test
  default void tellsAtOnceThatItIsTaken(LockLab lab) {
    checks(lab).tellsAtOnceThatItIsTaken();
  }

  /** No key of the run's stays, but for what goes by itself. */
  @Test
  default void leavesNothingBehind(LockLab lab) {
    LockRun run = lab.run(strategy());
    assertThat(run).lostNothing();
    checks(lab).leavesNothingBehind(run.result().judged().spec().run());
  }

  /** When a holder's JVM is killed, others go on after its lease. */
  @Test
  default void recoversFromAKilledHolder(LockLab lab) {
    assertThat(lab.run(strategy()).under("holder-killed")).keptItsPromise();
  }

  /** A holder that is frozen for longer than its lease does no more than the promise allows. */
  @Test
  default void keepsItsPromiseWhenAHolderIsFrozen(LockLab lab) {
    assertThat(lab.run(strategy()).under("frozen-holder")).keptItsPromise();
  }

  /** Every scenario that is a fault to it. */
  @TestFactory
  default Stream<DynamicTest> keepsItsPromiseUnder(LockLab lab) {
    Strategy strategy = lab.place(strategy()).strategy();
    return scenarios()
        .map(Scenarios::named)
        .filter(scenario -> scenario.appliesTo(strategy))
        .filter(scenario -> topologies().contains(scenario.topologies().get(0)))
        .filter(scenario -> Strategies.needs(strategy, scenario.workload().build()) == null)
        .map(
            scenario ->
                dynamicTest(
                    scenario.name(),
                    () ->
                        assertThat(lab.run(strategy()).under(scenario.name()))
                            .keptItsPromiseAsFarAsThatShows()));
  }

  private LockChecks checks(LockLab lab) {
    LockLab.Place place = lab.place(strategy());
    return new LockChecks(place.lab(), place.strategy());
  }
}
