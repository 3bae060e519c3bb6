package dev.locklab.lab;

import dev.locklab.run.Gate;
import dev.locklab.run.RunSpec;
import java.util.List;

/** Leads the threads of a run from gate to gate while it is being made. */
public interface Script {

  /** Where threads are to stop: all gates that the script will ever want. */
  List<Gate> gates(RunSpec spec);

  /**
   * Called on a thread of its own once the workers have been let go. When it ends, in whichever
   * way, all gates are opened and the run goes on to its end.
   *
   * @throws InterruptedException if the run is ended early
   */
  void play(Gates gates) throws InterruptedException;
}
