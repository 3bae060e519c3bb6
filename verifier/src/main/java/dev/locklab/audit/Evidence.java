package dev.locklab.audit;

import dev.locklab.run.Ending;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.List;

/**
 * Everything an audit goes by.
 *
 * @param spec the run's settings
 * @param ending how the run ended and what was found in the store
 * @param journal the writes in journal order; iterated more than once, never held as a whole
 * @param tallies what the workers counted; those of a worker that died are missing
 */
public record Evidence(RunSpec spec, Ending ending, Journal journal, List<Tally> tallies) {}
