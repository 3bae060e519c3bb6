package dev.locklab.worker;

import dev.locklab.control.Breakpoint;
import dev.locklab.control.Heartbeat;
import dev.locklab.control.Heartbeat.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One worker's part in one run, as its agent sees it. */
interface Assignment {

  /** The run's id. */
  String run();

  Standing standing();

  /** The report of how this worker stands, but for the tallies. */
  Heartbeat report(String id, String name, String version, @Nullable String lab);

  /** The tallies in parts, once it has done. */
  List<Heartbeat.Part> parts();

  /** Gives the passes that an order grants. */
  void set(List<Breakpoint> ordered);

  /** Lets the work begin. */
  void openGate();

  /** Ends it; there is a tally soon, whatever the strategy does. */
  void stop();
}
