package dev.locklab.audit;

import dev.locklab.run.Ending;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What CONSISTENT rests on. That nothing wrong was seen is no proof: the whole must have been there
 * to be seen. Every requirement stands here, and whichever is not met is said.
 */
final class Proof {

  private final RunSpec spec;
  private final Ending ending;
  private final List<Tally> tallies;
  private final JournalPass pass;
  private final TallyRoll roll;
  private final List<String> gaps = new ArrayList<>();

  private Proof(Evidence evidence, JournalPass pass, TallyRoll roll) {
    this.spec = evidence.spec();
    this.ending = evidence.ending();
    this.tallies = evidence.tallies();
    this.pass = pass;
    this.roll = roll;
  }

  /**
   * What is missing for a proof; nothing where there is one, if nothing contradicts it.
   *
   * @param sums what the balance alone could not tell; null where the journal was followed
   */
  static List<String> gaps(
      Evidence evidence, JournalPass pass, TallyRoll roll, @Nullable String sums) {
    Proof proof = new Proof(evidence, pass, roll);
    proof.gaps.addAll(evidence.ending().unread());
    proof.balance();
    proof.tallies();
    if (proof.spec.workload().journal()) {
      proof.journal();
      proof.writes();
      proof.heartbeats();
    }
    if (sums != null) {
      proof.gaps.add(sums);
    }
    return List.copyOf(proof.gaps);
  }

  /** What the money came to was read. */
  private void balance() {
    if (ending.balance() == null) {
      gaps.add("the balance could not be read at the end");
    }
  }

  /** Everybody who lived has said what he did. */
  private void tallies() {
    if (!roll.isComplete()) {
      gaps.add(roll.missing());
    }
  }

  /** The journal is there, from its first entry to its last. */
  private void journal() {
    Long version = ending.version();
    if (version != null && pass.chain.isCut()) {
      gaps.add(
          "the journal was trimmed or deleted: it has %s of %s entries, and the sum alone says too little"
              .formatted(Amounts.plain(pass.chain.entries()), Amounts.plain(version)));
    }
  }

  /** It is known how many writes there were: by the counter, or because everybody knows his own. */
  private void writes() {
    boolean unknown = tallies.stream().anyMatch(tally -> tally.unknown().count() > 0);
    if (ending.version() == null && (unknown || !ending.dead().isEmpty())) {
      gaps.add(
          "how many writes there were is not known: the version found is missing, and %s"
              .formatted(
                  unknown ? "some updates got no reply" : Sentences.some(ending.dead()) + " died"));
    }
  }

  /** What the dead had told last is known, to hold against what the journal has of them. */
  private void heartbeats() {
    List<String> unheard =
        ending.dead().stream().filter(worker -> !ending.lastHeard().containsKey(worker)).toList();
    if (!unheard.isEmpty()) {
      gaps.add(
          "nothing says how many updates %s had applied when last heard of"
              .formatted(Sentences.some(unheard)));
    }
  }
}
