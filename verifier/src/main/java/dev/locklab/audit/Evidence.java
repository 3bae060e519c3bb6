package dev.locklab.audit;

import dev.locklab.account.Payment;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.Ending;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything an audit goes by.
 *
 * @param spec the run's settings
 * @param ending how the run ended and what was found in the store
 * @param journal the writes in journal order; iterated more than once, never held as a whole
 * @param tallies what the workers counted; those of a worker that died are missing
 * @param payments what the rail has, in its order; none where nothing was paid
 */
public record Evidence(
    RunSpec spec, Ending ending, Journal journal, List<Tally> tallies, List<Payment> payments) {

  /** Of a run in which nothing was paid. */
  public Evidence(RunSpec spec, Ending ending, Journal journal, List<Tally> tallies) {
    this(spec, ending, journal, tallies, List.of());
  }

  /** How workers' clocks stand to the server's, by the workers' names; of those that measured. */
  static Map<String, ClockOffset> clocks(List<Tally> tallies) {
    Map<String, ClockOffset> clocks = new HashMap<>();
    for (Tally tally : tallies) {
      ClockOffset clock = tally.clock();
      if (clock != null) {
        clocks.put(tally.worker(), clock);
      }
    }
    return clocks;
  }
}
