package dev.locklab.lab;

import dev.locklab.control.Breakpoint;
import dev.locklab.run.Injection;
import dev.locklab.run.RunSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leads the threads of a run from gate to gate while it is being made. */
public interface ThreadScheduler {

  /** Where threads are to stop: all gates that the script will ever want. */
  List<Breakpoint> gates(RunSpec spec);

  /**
   * Called on a thread of its own once the workers have been let go. When it ends, in whichever
   * way, all gates are opened and the run goes on to its end.
   *
   * @throws InterruptedException if the run is ended early
   */
  void play(SteppedThreads gates) throws InterruptedException;

  /** Whether the lab keeps a worker from being heard of: its silence does not mean that it died. */
  default boolean silences(String worker) {
    return false;
  }

  /** What it broke on purpose, once it has been played; null if nothing. */
  default @Nullable Injection injection() {
    return null;
  }
}
