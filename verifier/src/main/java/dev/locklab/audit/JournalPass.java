package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.RunSpec;
import java.util.List;

/** Takes a journal in, once, and holds every rule against it. */
final class JournalPass {

  final WriterThreads writers;
  final Chain chain;
  final TallyReconciliation reconciliation;
  final Tokens tokens;
  final Overlaps overlaps;
  final HandOffs handOffs;
  final Leases leases;
  final Stalls stalls;
  final Recovery recovery;

  private JournalPass(Evidence evidence, Samples samples) {
    RunSpec spec = evidence.spec();
    writers = new WriterThreads(spec, evidence.tallies());
    chain = new Chain(evidence, samples);
    reconciliation = new TallyReconciliation(writers, samples);
    leases = new Leases(spec);
    tokens = new Tokens(samples, leases);
    overlaps = new Overlaps(samples, leases);
    handOffs = new HandOffs(spec);
    stalls = new Stalls(evidence);
    recovery = new Recovery(evidence);
  }

  /**
   * Whether all that promises are broken by came of holders that had outlived their leases, with
   * losses or without.
   *
   * @param stale how many writes were stale
   */
  boolean isExcused(long stale) {
    return leases.outlived() >= stale && overlaps.unexcused() == 0 && tokens.unexcused() == 0;
  }

  static JournalPass over(Evidence evidence, Samples samples) {
    JournalPass pass = new JournalPass(evidence, samples);
    List<Rule> rules =
        List.of(
            pass.chain,
            pass.reconciliation,
            pass.tokens,
            pass.overlaps,
            pass.handOffs,
            pass.leases,
            pass.stalls,
            pass.recovery);
    Rule[] each = rules.toArray(Rule[]::new);
    for (Write write : evidence.journal()) {
      WriterThreads.Writer writer = pass.writers.of(write);
      if (pass.chain.follow(write)) {
        for (Rule rule : each) {
          rule.write(write, writer);
        }
      } else {
        // Who wrote what can be told also where the order is lost.
        pass.reconciliation.write(write, writer);
      }
    }
    return pass;
  }
}
