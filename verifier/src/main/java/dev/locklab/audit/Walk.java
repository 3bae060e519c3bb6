package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.RunSpec;
import java.util.List;

/** Takes a journal in, once, and holds every rule against it. */
final class Walk {

  final Hands hands;
  final Chain chain;
  final Attendance attendance;
  final Tokens tokens;
  final Overlaps overlaps;
  final HandOffs handOffs;
  final Leases leases;
  final Stalls stalls;

  private Walk(Evidence evidence, Samples samples) {
    RunSpec spec = evidence.spec();
    hands = new Hands(spec, evidence.tallies());
    chain = new Chain(spec.opening(), evidence.ending(), samples);
    attendance = new Attendance(hands, samples);
    tokens = new Tokens(samples);
    overlaps = new Overlaps(samples);
    handOffs = new HandOffs(spec);
    leases = new Leases(spec);
    stalls = new Stalls(evidence);
  }

  static Walk over(Evidence evidence, Samples samples) {
    Walk walk = new Walk(evidence, samples);
    List<Rule> rules =
        List.of(
            walk.chain,
            walk.attendance,
            walk.tokens,
            walk.overlaps,
            walk.handOffs,
            walk.leases,
            walk.stalls);
    Rule[] each = rules.toArray(Rule[]::new);
    for (Write write : evidence.journal()) {
      if (!walk.chain.follow(write)) {
        break;
      }
      Hands.Hand hand = walk.hands.of(write);
      for (Rule rule : each) {
        rule.write(write, hand);
      }
    }
    return walk;
  }
}
