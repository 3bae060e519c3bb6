package dev.locklab.lab;

import dev.locklab.archive.JournalTail;
import dev.locklab.control.Heartbeat;
import dev.locklab.run.Injection;
import dev.locklab.run.RunSpec;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Is told how a run gets on. Called on the thread that makes the run. */
public interface RunListener {

  /** A listener that does not care. */
  RunListener NONE = (spec, phase, progress) -> {};

  /** What a run is doing. */
  enum Phase {
    PREPARING,
    WORKING,
    JUDGING
  }

  /**
   * A worker of a run.
   *
   * @param report what it said last; absent until it has said anything of this run
   * @param dead whether it was lost
   */
  record Member(String name, @Nullable Heartbeat report, boolean dead) {}

  /**
   * How far the workers have come.
   *
   * @param seconds since the gate was opened
   * @param share of the work that is done, 0 to 1
   * @param applied acknowledged updates
   * @param stale writes that workers saw overwrite something
   * @param team the workers, in the order in which deltas are dealt
   * @param injection what the lab has broken on purpose so far; absent in a run without a scenario
   */
  record Progress(
      double seconds,
      double share,
      long applied,
      long stale,
      List<Member> team,
      @Nullable Injection injection) {

    static final Progress NONE = new Progress(0, 0, 0, 0, List.of(), null);

    public Progress {
      team = List.copyOf(team);
    }
  }

  /** Tells both. */
  static RunListener both(RunListener one, RunListener other) {
    return new RunListener() {
      @Override
      public void gathering(String strategy) {
        one.gathering(strategy);
        other.gathering(strategy);
      }

      @Override
      public void warmingUp(String strategy) {
        one.warmingUp(strategy);
        other.warmingUp(strategy);
      }

      @Override
      public void opened(RunSpec spec, Supplier<JournalTail> journal) {
        one.opened(spec, journal);
        other.opened(spec, journal);
      }

      @Override
      public void progress(RunSpec spec, Phase phase, Progress progress) {
        one.progress(spec, phase, progress);
        other.progress(spec, phase, progress);
      }

      @Override
      public void ended(RunResult result) {
        one.ended(result);
        other.ended(result);
      }
    };
  }

  /** The workers of a run that is to be made are waited for. */
  default void gathering(String strategy) {}

  /** The strategy runs for some time that is not counted. */
  default void warmingUp(String strategy) {}

  /**
   * The account of a run has been laid out, and nobody has touched it yet.
   *
   * @param journal follows its journal; whoever takes one closes it
   */
  default void opened(RunSpec spec, Supplier<JournalTail> journal) {}

  /** A run has come that far. */
  void progress(RunSpec spec, Phase phase, Progress progress);

  /** A run has been judged. One that could not be made has no such end. */
  default void ended(RunResult result) {}
}
