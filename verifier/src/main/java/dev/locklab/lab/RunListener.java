package dev.locklab.lab;

import dev.locklab.run.RunSpec;

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
   * How far the workers have come.
   *
   * @param seconds since the gate was opened
   * @param share of the work that is done, 0 to 1
   * @param applied acknowledged updates
   * @param stale writes that workers saw overwrite something
   */
  record Progress(double seconds, double share, long applied, long stale) {
    static final Progress NONE = new Progress(0, 0, 0, 0);
  }

  /** The workers of a run that is to be made are waited for. */
  default void gathering(String strategy) {}

  /** The strategy runs for some time that is not counted. */
  default void warmingUp(String strategy) {}

  /** A run has come that far. */
  void progress(RunSpec spec, Phase phase, Progress progress);
}
